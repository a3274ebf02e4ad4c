using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// The fields by which upstreams learn who the client is. Every path sets or clears every one of them; the client's own were removed
/// by hygiene, in every spelling.
/// </summary>
internal static class IdentityHeaders
{
    public static readonly HeaderName ConsumerId = new("X-Consumer-ID");
    public static readonly HeaderName ConsumerCustomId = new("X-Consumer-Custom-ID");
    public static readonly HeaderName ConsumerUsername = new("X-Consumer-Username");
    public static readonly HeaderName ConsumerGroups = new("X-Consumer-Groups");
    public static readonly HeaderName CredentialIdentifier = new("X-Credential-Identifier");
    public static readonly HeaderName AnonymousConsumer = new("X-Anonymous-Consumer");
    public static readonly HeaderName AuthenticatedGroups = new("X-Authenticated-Groups");
    public static readonly HeaderName AuthenticatedUserid = new("X-Authenticated-Userid");
    public static readonly HeaderName AuthenticatedScope = new("X-Authenticated-Scope");
    public static readonly HeaderName ClientCertificateDn = new("X-Client-Cert-Dn");
    public static readonly HeaderName ClientCertificateSan = new("X-Client-Cert-San");

    /// <summary>States an identity; no credential = anonymous.</summary>
    public static void Set(HeaderMap headers, KnownConsumer? consumer, Credential? credential)
    {
        Set(headers, ConsumerId, consumer?.Config.Id);
        Set(headers, ConsumerCustomId, consumer?.CustomId);
        Set(headers, ConsumerUsername, consumer?.Username);
        Set(headers, CredentialIdentifier, credential?.Identifier);
        Set(headers, AnonymousConsumer, credential is null ? "true" : null);
    }

    /// <summary>Sets a field, or clears it when there is no value.</summary>
    public static void Set(HeaderMap headers, HeaderName name, string? value)
    {
        headers.Remove(name);
        if (value is not null)
        {
            headers.Add(name, value);
        }
    }
}
