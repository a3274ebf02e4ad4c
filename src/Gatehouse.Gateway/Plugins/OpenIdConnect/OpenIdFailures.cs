using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Answers to those who are not let in, made once. None says anything of a token.</summary>
internal sealed class OpenIdFailures
{
    private readonly Dictionary<AuthenticationFailureReason, AuthenticationFailure> _invalid;
    private readonly Dictionary<string, OpenIdDenial> _forbidden = new(StringComparer.Ordinal);

    public OpenIdFailures(OpenIdConnectConfig config)
    {
        // RFC 6750 section 3: no error where nothing was presented.
        string challenge = AuthenticationFields.Challenge("Bearer", config.Realm);
        string separator = string.IsNullOrEmpty(config.Realm) ? " " : ", ";
        Missing = new(AuthenticationFailureReason.Missing, config.UnauthorizedMessage, challenge);
        Unavailable = new(AuthenticationFailureReason.Unavailable, null, null, 503);
        _invalid = Enum.GetValues<AuthenticationFailureReason>().ToDictionary(
            r => r, r => new AuthenticationFailure(r, config.UnauthorizedMessage, $"{challenge}{separator}error=\"invalid_token\""));
        string scope = $"{challenge}{separator}error=\"insufficient_scope\"";
        foreach (string reason in (string[])["audience", "scope", "group", "role", "claim", "consumer"])
        {
            _forbidden.Add(reason, new OpenIdDenial(reason, config.ForbiddenMessage, scope));
        }
    }

    /// <summary>Nothing was presented.</summary>
    public AuthenticationFailure Missing { get; }

    /// <summary>The provider cannot be reached, or too many ask at once.</summary>
    public AuthenticationFailure Unavailable { get; }

    /// <summary>What was presented is not good.</summary>
    public AuthenticationFailure Invalid(AuthenticationFailureReason reason) => _invalid[reason];

    /// <summary>It is good, and does not suffice.</summary>
    public AuthenticationFailure Forbidden(string reason) => _forbidden[reason];

    /// <summary>For what JOSE says of a token.</summary>
    public AuthenticationFailure Of(JoseError error) => Invalid(error switch
    {
        JoseError.SignatureInvalid or JoseError.AlgorithmNotAllowed or JoseError.AlgorithmNone => AuthenticationFailureReason.WrongSecret,
        JoseError.KeyNotFound or JoseError.KeyAmbiguous => AuthenticationFailureReason.Unknown,
        JoseError.Expired => AuthenticationFailureReason.Expired,
        JoseError.NotYetValid or JoseError.IssuedInFuture => AuthenticationFailureReason.NotYetValid,
        JoseError.IssuerMissing or JoseError.IssuerMismatch or JoseError.AudienceMissing or JoseError.AudienceMismatch
            or JoseError.ExpirationMissing or JoseError.LifetimeTooLong => AuthenticationFailureReason.NotAcceptable,
        _ => AuthenticationFailureReason.Malformed,
    });
}
