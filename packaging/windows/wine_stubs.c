/* What Wine 8 lacks of Windows 10 and the program asks for when it starts; made by try_wine.sh, one file for each name
   below. They stay in the folder of the try: none may be in a bundle, and none says anything about Windows. */
#define NOTHING(name) __declspec(dllexport) void *name(void) { return 0; }

#ifdef BCRYPTPRIMITIVES /* the source of randomness for what is written in Rust */
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
  return RtlGenRandom(buffer, (ULONG)length);
}
#endif

#ifdef ICUUC /* old code pages for Qt, which nothing here uses */
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_close)
NOTHING(ucnv_countAvailable)
NOTHING(ucnv_fromUCountPending)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_getAvailableName)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_getMaxCharSize)
NOTHING(ucnv_getName)
NOTHING(ucnv_getStandardName)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_open)
NOTHING(ucnv_reset)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_toUnicode)
#endif

#ifdef MSCMS /* the colours of the screen: none known */
NOTHING(CloseColorProfile)
NOTHING(GetColorProfileFromHandle)
NOTHING(OpenColorProfileW)
NOTHING(WcsCreateIccProfile)
#endif
