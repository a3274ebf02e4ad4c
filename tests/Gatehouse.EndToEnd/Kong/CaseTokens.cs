using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.EndToEnd.Identity;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>Tokens that cases describe in angle brackets, and the public key of credentials that name none.</summary>
internal static partial class CaseTokens
{
    private static readonly string PublicKey = MakeKey();

    /// <summary>Puts tokens in the place of descriptions: <c>&lt;iss=app, … signed with the public key&gt;</c>, or any other for some token.</summary>
    public static string Fill(string text) => Description().Replace(text, match =>
    {
        string what = match.Groups[1].Value;
        return Issuer().Match(what) is { Success: true } issuer
            ? Jwts.Hs256(PublicKey, $$"""{"iss":"{{issuer.Groups[1].Value}}"}""")
            : Jwts.Hs256("secret", $$"""{"iss":"{{what}}"}""");
    });

    /// <summary>Completes <c>jwt_secrets</c>: a case says the algorithm only.</summary>
    public static void Complete(JsonArray credentials)
    {
        foreach (var credential in credentials.Select(c => c!.AsObject()))
        {
            if (credential["algorithm"]?.GetValue<string>() is { } algorithm && !algorithm.StartsWith("HS", StringComparison.Ordinal))
            {
                credential["rsa_public_key"] ??= PublicKey;
            }
        }
    }

    private static string MakeKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    [GeneratedRegex("<([^>]*)>")]
    private static partial Regex Description();

    [GeneratedRegex("^iss=([^,]*)")]
    private static partial Regex Issuer();
}
