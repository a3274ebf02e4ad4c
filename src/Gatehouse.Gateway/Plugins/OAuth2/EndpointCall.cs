using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>A request to an endpoint, as far as it is understood.</summary>
/// <param name="Exchange">The request itself.</param>
/// <param name="Parameters">What it says.</param>
/// <param name="Now">Unix seconds.</param>
internal sealed record EndpointCall(Exchange Exchange, EndpointParameters Parameters, long Now)
{
    /// <summary>What went wrong, for reports; null when nothing did, or nobody is to blame.</summary>
    public AuthenticationFailureReason? Failure { get; set; }

    /// <summary>Notes a failed attempt and passes the error on.</summary>
    public OAuth2Error Fail(AuthenticationFailureReason reason, OAuth2Error error)
    {
        Failure = reason;
        return error;
    }
}
