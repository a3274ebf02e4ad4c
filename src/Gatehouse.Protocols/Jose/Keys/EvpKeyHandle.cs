using System.Runtime.InteropServices;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>An <c>EVP_PKEY</c>. OpenSSL counts its users and does not change it, so threads may share one.</summary>
internal sealed class EvpKeyHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Libcrypto.KeyFree(handle);
        return true;
    }
}
