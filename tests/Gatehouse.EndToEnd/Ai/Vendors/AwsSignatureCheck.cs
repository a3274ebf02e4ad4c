using System.Security.Cryptography;
using System.Text;
using Gatehouse.TestKit.Http;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Checks AWS Signature Version 4 of a request, from AWS's description and independent of the gateway's own.</summary>
internal static class AwsSignatureCheck
{
    /// <summary>What is wrong; null = nothing.</summary>
    public static string? Complaint(HttpMessage message, string keyId, string secret, string region)
    {
        if (message.Header("authorization") is not { } authorization || message.Header("x-amz-date") is not { Length: 16 } date)
        {
            return "no signature";
        }

        string scope = $"{date[..8]}/{region}/bedrock/aws4_request";
        string prefix = $"AWS4-HMAC-SHA256 Credential={keyId}/{scope}, SignedHeaders=";
        if (!authorization.StartsWith(prefix, StringComparison.Ordinal) || authorization[prefix.Length..].Split(", Signature=") is not [var names, var signature])
        {
            return $"authorization: {authorization}";
        }

        if (!names.Split(';').Contains("host") || !names.Split(';').Contains("x-amz-date"))
        {
            return $"signed headers: {names}";
        }

        // The path as it is on the wire, every segment encoded once more.
        string path = string.Join('/', message.Target.Split('?')[0].Split('/').Select(Uri.EscapeDataString));
        string headers = string.Concat(names.Split(';').Select(n => $"{n}:{message.Header(n)?.Trim()}\n"));
        string canonical = $"{message.Method}\n{path}\n\n{headers}\n{names}\n{Hex(SHA256.HashData(message.Body))}";
        string toSign = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        string expected = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return expected == signature ? null : $"signature {signature} instead of {expected} for\n{canonical}";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
