"""What may leave, and in what form. Cannot see the vault; never imports Qt, casework or ui."""
