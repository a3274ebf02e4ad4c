using System.Runtime.InteropServices;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>An <c>EVP_MD_CTX</c>: one for each signature.</summary>
internal sealed class EvpDigestHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Libcrypto.DigestFree(handle);
        return true;
    }
}
