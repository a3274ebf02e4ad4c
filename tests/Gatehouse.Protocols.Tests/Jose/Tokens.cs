using System.Buffers.Text;
using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>Tokens put together by hand, so that they may be wrong in any way.</summary>
internal static class Tokens
{
    public const string Claims = """{"iss":"joe"}""";

    /// <summary>Header and payload as given, and a signature of 32 zeros.</summary>
    public static string Unsigned(string header, string payload = Claims) => $"{Encode(header)}.{Encode(payload)}.{Encode(new byte[32])}";

    /// <summary>Header and payload as given, signed.</summary>
    public static string Signed(JoseKey key, JoseAlgorithm algorithm, string header, string payload = Claims) =>
        JwsWriter.Write(key, algorithm, Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload));

    public static string Signed(JoseKey key, JoseAlgorithm algorithm) => JwsWriter.Write(key, algorithm, Encoding.UTF8.GetBytes(Claims));

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static JwsToken Parse(string token)
    {
        bool parsed = JwsToken.TryParse(Encoding.UTF8.GetBytes(token), JoseLimits.Default, out var result, out var error);
        Assert.True(parsed, error.ToString());
        return result!;
    }

    /// <summary>What is wrong with it: its form, or else its signature.</summary>
    public static JoseError Check(string token, JoseKey key, JoseLimits? limits = null) =>
        JwsToken.TryParse(Encoding.UTF8.GetBytes(token), limits ?? JoseLimits.Default, out var parsed, out var error) ? key.Verify(parsed) : error;

    /// <summary>The token with another signature.</summary>
    public static string WithSignature(string token, byte[] signature) => $"{token[..token.LastIndexOf('.')]}.{Encode(signature)}";

    public static byte[] SignatureOf(string token) => Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));

    public static byte[] SigningInputOf(string token) => Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);

    public static string PayloadOf(JwsToken token)
    {
        var payload = new byte[token.PayloadLength];
        token.CopyPayload(payload);
        return Encoding.UTF8.GetString(payload);
    }
}
