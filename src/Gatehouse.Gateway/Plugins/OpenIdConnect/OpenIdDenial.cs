using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Somebody is known and may not: reported as a denial, and nobody's failed attempt.</summary>
internal sealed class OpenIdDenial(string rule, string message, string challenge)
    : AuthenticationFailure(AuthenticationFailureReason.NotAcceptable, message, challenge, 403)
{
    /// <summary>What was missing: audience, scope, group, role or consumer; or <c>claim</c>, for one that is forbidden.</summary>
    public string Rule => rule;
}
