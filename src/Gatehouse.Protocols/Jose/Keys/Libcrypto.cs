using System.Runtime.InteropServices;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>
/// The part of OpenSSL 3 that <c>System.Security.Cryptography</c> does not offer: Edwards curves, and an RSA verification that is set
/// up once for many signatures. Functions answer 1 for success (OpenSSL manual, EVP_DigestVerify(3), EVP_PKEY_verify(3) and
/// EVP_PKEY_new_raw_public_key(3)).
/// </summary>
internal static unsafe partial class Libcrypto
{
    private const string Name = "libcrypto.so.3";

    /// <summary>Whether the library is there; the framework itself loads the same one on Linux.</summary>
    public static bool IsPresent { get; } = OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Name, out _);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial EvpKeyHandle KeyFromPublic(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial EvpKeyHandle KeyFromPrivate(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int KeyGetPublic(EvpKeyHandle key, byte* destination, nuint* length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_free")]
    public static partial void KeyFree(nint key);

    [LibraryImport(Name, EntryPoint = "EVP_MD_CTX_new")]
    public static partial EvpDigestHandle DigestNew();

    [LibraryImport(Name, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void DigestFree(nint digest);

    [LibraryImport(Name, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyBegin(EvpDigestHandle digest, nint keyContext, nint type, nint engine, EvpKeyHandle key);

    [LibraryImport(Name, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(EvpDigestHandle digest, byte* signature, nuint signatureLength, byte* data, nuint dataLength);

    [LibraryImport(Name, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignBegin(EvpDigestHandle digest, nint keyContext, nint type, nint engine, EvpKeyHandle key);

    [LibraryImport(Name, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(EvpDigestHandle digest, byte* signature, nuint* signatureLength, byte* data, nuint dataLength);

    [LibraryImport(Name, EntryPoint = "d2i_PUBKEY")]
    public static partial EvpKeyHandle KeyFromInfo(nint* reused, byte** info, nint length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_new_from_pkey")]
    public static partial EvpContextHandle ContextNew(nint library, EvpKeyHandle key, nint properties);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_verify_init")]
    public static partial int PlainVerifyBegin(EvpContextHandle context);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_set_rsa_padding")]
    public static partial int SetRsaPadding(EvpContextHandle context, int padding);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_set_rsa_pss_saltlen")]
    public static partial int SetRsaSaltLength(EvpContextHandle context, int length);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_CTX_set_signature_md")]
    public static partial int SetSignatureHash(EvpContextHandle context, nint hash);

    [LibraryImport(Name, EntryPoint = "EVP_PKEY_verify")]
    public static partial int PlainVerify(EvpContextHandle context, byte* signature, nuint signatureLength, byte* hash, nuint hashLength);

    [LibraryImport(Name, EntryPoint = "EVP_sha256")]
    public static partial nint Sha256();

    [LibraryImport(Name, EntryPoint = "EVP_sha384")]
    public static partial nint Sha384();

    [LibraryImport(Name, EntryPoint = "EVP_sha512")]
    public static partial nint Sha512();

    /// <summary>Empties the thread's list of errors, which the framework's own calls would otherwise find.</summary>
    [LibraryImport(Name, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
