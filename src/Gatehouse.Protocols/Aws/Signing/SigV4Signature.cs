using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>The arithmetic: canonical request → text to sign → 32 bytes. Signer and verifier share it.</summary>
internal static class SigV4Signature
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public const string Host = "host";

    /// <summary>What AWS's SDK for JavaScript signs instead of <see cref="Host"/> when it speaks HTTP/2, as it does to Bedrock by default.</summary>
    public const string Authority = ":authority";

    public const int Bytes = SHA256.HashSizeInBytes;

    /// <summary>Writes the canonical request; false when a signed header is missing from it.</summary>
    public static bool TryCanonical(
        in SigV4Request request, string query, IEnumerable<string> signedHeaders, IReadOnlyList<SigV4Header> headers, string payloadHash, bool normalizePath, out string canonical)
    {
        var text = new StringBuilder(512).Append(request.Method).Append('\n');
        CanonicalUri.AppendPath(text, request.Path, normalizePath);
        text.Append('\n');
        CanonicalUri.AppendQuery(text, query);
        text.Append('\n');
        canonical = "";
        foreach (string name in signedHeaders)
        {
            if (!CanonicalHeaders.TryAppend(text, name, headers))
            {
                return false;
            }
        }

        canonical = text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
        return true;
    }

    /// <summary>Text to sign.</summary>
    public static string ToSign(string time, in SigV4Scope scope, string canonical)
        => $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

    /// <summary>HMAC of the text under the key that the secret and the scope give.</summary>
    public static void Sign(string secret, in SigV4Scope scope, string toSign, Span<byte> signature)
    {
        Span<byte> key = stackalloc byte[Bytes];
        var seed = Encoding.UTF8.GetBytes("AWS4" + secret);
        HMACSHA256.HashData(seed, Encoding.UTF8.GetBytes(scope.Date), key);
        CryptographicOperations.ZeroMemory(seed);
        foreach (string part in (ReadOnlySpan<string>)[scope.Region, scope.Service, SigV4Scope.Terminator])
        {
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part), key);
        }

        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign), signature);
        CryptographicOperations.ZeroMemory(key);
    }
}
