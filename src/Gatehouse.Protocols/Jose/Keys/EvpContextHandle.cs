using System.Runtime.InteropServices;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>An <c>EVP_PKEY_CTX</c>: a key with the parameters of an operation. One thread at a time may use it.</summary>
internal sealed class EvpContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Libcrypto.ContextFree(handle);
        return true;
    }
}
