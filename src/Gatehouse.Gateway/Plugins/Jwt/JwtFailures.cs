using System.Globalization;
using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Answers to those who are not let in, in Kong's words.</summary>
internal sealed class JwtFailures
{
    private readonly string _challenge;

    public JwtFailures(JwtConfig config)
    {
        string challenge = AuthenticationFields.Challenge("Bearer", config.Realm);

        // Kong puts no comma between the two.
        _challenge = challenge + " error=\"invalid_token\"";
        string claim = config.KeyClaimName;
        Missing = new(AuthenticationFailureReason.Missing, "Unauthorized", challenge);
        Several = Of(AuthenticationFailureReason.Several, "Multiple tokens provided");
        NoKeyClaim = Of(AuthenticationFailureReason.Malformed, $"No mandatory '{claim}' in claims");
        WrongKeyClaim = Of(AuthenticationFailureReason.Malformed, $"Invalid '{claim}' in claims");
        UnknownKey = Of(AuthenticationFailureReason.Unknown, $"No credentials found for given '{claim}'");
        UnknownKeyId = Of(AuthenticationFailureReason.Unknown, "No credentials found for given 'kid'");
        UnknownConsumer = Of(AuthenticationFailureReason.Unknown, $"No credentials found for given '{config.ConsumerClaim}'");
        WrongAlgorithm = Of(AuthenticationFailureReason.WrongSecret, "Invalid algorithm");
        UnusableKey = Of(AuthenticationFailureReason.WrongSecret, "Invalid key/secret");
        WrongSignature = Of(AuthenticationFailureReason.WrongSecret, "Invalid signature");
    }

    public AuthenticationFailure Missing { get; }

    public AuthenticationFailure Several { get; }

    public AuthenticationFailure NoKeyClaim { get; }

    public AuthenticationFailure WrongKeyClaim { get; }

    public AuthenticationFailure UnknownKey { get; }

    public AuthenticationFailure UnknownKeyId { get; }

    public AuthenticationFailure UnknownConsumer { get; }

    public AuthenticationFailure WrongAlgorithm { get; }

    public AuthenticationFailure UnusableKey { get; }

    public AuthenticationFailure WrongSignature { get; }

    public AuthenticationFailure Busy { get; } = new(AuthenticationFailureReason.Unavailable, "Too many tokens are being verified", null, 503);

    public AuthenticationFailure NoKeys { get; } = new(AuthenticationFailureReason.Unavailable, "The keys of the token's issuer cannot be fetched", null, 503);

    /// <summary>The token cannot be read. Where Kong has no word for it, it is said in ours.</summary>
    public AuthenticationFailure Bad(JoseError error) => Of(AuthenticationFailureReason.Malformed, "Bad token; " + error switch
    {
        JoseError.AlgorithmMissing or JoseError.AlgorithmNone or JoseError.AlgorithmUnknown or JoseError.HeaderMember => "invalid alg",
        JoseError.SignatureMissing or JoseError.SignatureEncoding => "invalid signature",
        JoseError.JsonNotAnObject or JoseError.ClaimType or JoseError.ClaimTimeRange => "invalid claims",
        JoseError.TokenEncrypted or JoseError.TokenTooLarge or JoseError.HeaderTooLarge or JoseError.PayloadUnencoded or JoseError.KeyIdTooLong
            or JoseError.CriticalInvalid or JoseError.CriticalUnknown or JoseError.ClaimsNested => error.Message(),
        _ => "invalid JSON",
    });

    /// <summary>Claims that are not what they must be, as an object of claim and reason.</summary>
    public AuthenticationFailure Claims(AuthenticationFailureReason reason, params ReadOnlySpan<(string Claim, string? Problem)> problems)
    {
        var json = new StringBuilder("{");
        foreach (var (claim, problem) in problems)
        {
            if (problem is not null)
            {
                json.Append(json.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"\"{claim}\":\"").Append(problem).Append('"');
            }
        }

        return new AuthenticationFailure(reason, null, _challenge) { Json = Encoding.UTF8.GetBytes(json.Append('}').ToString()) };
    }

    private AuthenticationFailure Of(AuthenticationFailureReason reason, string message) => new(reason, message, _challenge);
}
