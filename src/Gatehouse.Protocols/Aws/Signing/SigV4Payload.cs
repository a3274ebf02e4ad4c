using System.Security.Cryptography;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>How a request's payload enters its signature.</summary>
public static class SigV4Payload
{
    /// <summary>What stands for the hash of a payload that is not signed.</summary>
    public const string Unsigned = "UNSIGNED-PAYLOAD";

    /// <summary>The hash of no bytes.</summary>
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>SHA-256 in lower-case hexadecimal, 64 characters.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => body.IsEmpty ? Empty : Convert.ToHexStringLower(SHA256.HashData(body));
}
