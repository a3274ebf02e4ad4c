namespace Gatehouse.Gateway.Identity.OpenId;

/// <summary>Where a provider describes itself. Equal sources share one <see cref="RemoteProvider"/>.</summary>
/// <param name="Discovery">URL of its openid-configuration.</param>
/// <param name="Issuers">Names it may give itself, separated by line ends: the configured one, and those the operator allows.</param>
/// <param name="VerifyTls">Whether certificates are verified.</param>
internal sealed record ProviderSource(Uri Discovery, string Issuers, bool VerifyTls)
{
    private const string WellKnown = "/.well-known/openid-configuration";

    /// <summary>The source of an issuer, by its URL or by the URL of its discovery document, as Kong takes both.</summary>
    public static ProviderSource Of(string issuer, IEnumerable<string> allowed, bool verifyTls)
    {
        string name = issuer.EndsWith(WellKnown, StringComparison.Ordinal) ? issuer[..^WellKnown.Length] : issuer;
        var discovery = new Uri(name.TrimEnd('/') + WellKnown, UriKind.Absolute);
        return new ProviderSource(discovery, string.Join('\n', allowed.Prepend(name)), verifyTls);
    }

    /// <summary>
    /// Whether the document may call its issuer that (OpenID Connect Discovery section 4.3). A slash at the end makes no difference:
    /// people forget it, and it names nobody else.
    /// </summary>
    public bool Accepts(string issuer)
        => Issuers.Split('\n').Any(i => i.TrimEnd('/').Equals(issuer.TrimEnd('/'), StringComparison.Ordinal));

    /// <summary>Whether a URL is at an origin that the operator wrote: under one of the issuer's names.</summary>
    public bool IsWritten(Uri url)
        => Issuers.Split('\n').Any(i => Uri.TryCreate(i, UriKind.Absolute, out var name)
            && name.Scheme == url.Scheme && name.Port == url.Port && name.IdnHost.Equals(url.IdnHost, StringComparison.OrdinalIgnoreCase));
}
