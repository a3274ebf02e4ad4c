using System.Text.Json;
using Gatehouse.Gateway.Outbound;

namespace Gatehouse.Gateway.Identity.OpenId;

/// <summary>What a provider says of itself (OpenID Connect Discovery section 3). Its links are held to <see cref="DocumentLink"/>.</summary>
internal sealed record ProviderMetadata
{
    /// <summary>Most bytes of a document.</summary>
    public const int MaximumBytes = 128 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Its name: <c>iss</c> of its tokens, byte for byte.</summary>
    public required string Issuer { get; init; }

    /// <summary>Where its keys are.</summary>
    public required DocumentLink Keys { get; init; }

    /// <summary>Where browsers are sent to log in; null when it says none.</summary>
    public DocumentLink? Authorization { get; init; }

    /// <summary>Where codes and credentials become tokens; null when it says none.</summary>
    public DocumentLink? Token { get; init; }

    /// <summary>Where tokens are asked about (RFC 7662); null when it says none.</summary>
    public DocumentLink? Introspection { get; init; }

    /// <summary>Where a token's person is asked about (OpenID Connect Core section 5.3); null when it says none.</summary>
    public DocumentLink? UserInfo { get; init; }

    /// <summary>Where authorization requests are pushed to (RFC 9126); null when it says none.</summary>
    public DocumentLink? PushedRequests { get; init; }

    /// <summary>Whether it takes pushed authorization requests only.</summary>
    public bool RequiresPushedRequests { get; init; }

    /// <summary>Where tokens are withdrawn (RFC 7009); null when it says none.</summary>
    public DocumentLink? Revocation { get; init; }

    /// <summary>Where browsers are sent to log out; null when it says none.</summary>
    public DocumentLink? EndSession { get; init; }

    /// <summary>Whether every authorization response names its issuer (RFC 9207 section 3).</summary>
    public bool NamesIssuerInResponses { get; init; }

    /// <summary>Reads a document; null when it is none, is not that issuer's, or has no acceptable link to keys.</summary>
    public static ProviderMetadata? Read(byte[] json, ProviderSource source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "issuer") is not { } issuer || !source.Accepts(issuer)
                || Link(root, "jwks_uri", source) is not { } keys)
            {
                return null;
            }

            return new ProviderMetadata
            {
                Issuer = issuer,
                Keys = keys,
                Authorization = Link(root, "authorization_endpoint", source),
                Token = Link(root, "token_endpoint", source),
                Introspection = Link(root, "introspection_endpoint", source),
                UserInfo = Link(root, "userinfo_endpoint", source),
                PushedRequests = Link(root, "pushed_authorization_request_endpoint", source),
                RequiresPushedRequests = Flag(root, "require_pushed_authorization_requests"),
                Revocation = Link(root, "revocation_endpoint", source),
                EndSession = Link(root, "end_session_endpoint", source),
                NamesIssuerInResponses = Flag(root, "authorization_response_iss_parameter_supported"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name)
        => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static DocumentLink? Link(JsonElement root, string name, ProviderSource source)
        => !DocumentLink.TryFollow(source.Discovery, Text(root, name), out var link) ? null
            : source.IsWritten(link.Url) ? link with { Reach = OutboundReach.SameOrigin }
            : link;
}
