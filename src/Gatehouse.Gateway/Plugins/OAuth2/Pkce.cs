using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Proof key for code exchange (RFC 7636), method S256 only.</summary>
internal static class Pkce
{
    // A challenge is 43 characters; Kong accepts any and lets the verifier fail. What is kept is bounded.
    private const int MaxChallenge = 128;

    /// <summary>The challenge of an authorization request in its one form; null when there is none.</summary>
    public static OAuth2Error? Read(EndpointParameters parameters, out string? challenge)
    {
        challenge = parameters["code_challenge"];
        string? method = parameters["code_challenge_method"];
        if (parameters.IsNoText("code_challenge") || challenge?.Length > MaxChallenge)
        {
            return new OAuth2Error("invalid_request", "code_challenge is not a string");
        }

        if (challenge is null)
        {
            return method is null ? null : new OAuth2Error("invalid_request", "code_challenge is required when code_method is present");
        }

        // Kong decodes and encodes anew: padding and the other alphabet are accepted.
        challenge = challenge.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return method is null or "S256" or "s256" && !parameters.IsNoText("code_challenge_method")
            ? null
            : new OAuth2Error("invalid_request", "code_challenge_method is not supported, must be S256");
    }

    /// <summary>Whether a client must use it.</summary>
    public static bool IsRequired(string mode, OAuth2Credential client) => mode == "strict" || (mode == "lax" && client.IsPublic);

    /// <summary>Whether the verifier of a token request is the one that the code was asked for with.</summary>
    /// <param name="challenge">Of the code; null = it was asked for without.</param>
    /// <param name="isRequired">Whether the client must use PKCE.</param>
    public static OAuth2Error? Verify(EndpointParameters parameters, string? challenge, bool isRequired)
    {
        string? verifier = parameters["code_verifier"];
        if (verifier is null && !parameters.IsNoText("code_verifier"))
        {
            return challenge is null && !isRequired
                ? null
                : new OAuth2Error("invalid_request", "code_verifier is required for PKCE authorization requests");
        }

        if (verifier is null)
        {
            return new OAuth2Error("invalid_request", "code_verifier is not a string");
        }

        if (Encoding.UTF8.GetByteCount(verifier) is < 43 or > 128)
        {
            return new OAuth2Error("invalid_request", "code_verifier must be between 43 and 128 characters");
        }

        // A verifier without a challenge: somebody took the challenge out of the authorization request (RFC 9700 section 4.8.2).
        string made = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));
        return challenge is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(made), Encoding.UTF8.GetBytes(challenge))
            ? null
            : OAuth2Error.CodeGrant;
    }
}
