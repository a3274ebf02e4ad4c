using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>What an access token stands for, with what its requests need made once.</summary>
internal sealed record AccessToken : IssuedSecret
{
    /// <param name="grant">What was granted.</param>
    /// <param name="scope">The part of it that this token has; null = no scope.</param>
    /// <param name="issuedAt">Unix seconds.</param>
    /// <param name="expiresAt">Unix seconds, the last at which it is good; <see cref="long.MaxValue"/> = it does not end.</param>
    public AccessToken(Grant grant, string? scope, long issuedAt, long expiresAt)
        : base(grant, expiresAt)
    {
        Scope = scope;
        IssuedAt = issuedAt;
        ScopeField = scope is null ? null : FieldText.Safe(scope);
        UserField = grant.UserId is null ? null : FieldText.Safe(grant.UserId);
        Claims = new JsonClaims("oauth2", WriteClaims());
    }

    public string? Scope { get; }

    public long IssuedAt { get; }

    /// <summary>Value of X-Authenticated-Scope.</summary>
    public string? ScopeField { get; }

    /// <summary>Value of X-Authenticated-Userid.</summary>
    public string? UserField { get; }

    /// <summary><c>client_id</c>, <c>sub</c>, <c>scope</c>, <c>iat</c>, <c>exp</c> as in RFC 7662 section 2.2.</summary>
    public JsonClaims Claims { get; }

    private byte[] WriteClaims()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            WriteTo(json);
            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    /// <summary>Writes the claims as members of an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("client_id", Grant.ClientId);
        if (Grant.UserId is { } user)
        {
            json.WriteString("sub", user);
        }

        if (Scope is { } scope)
        {
            json.WriteString("scope", scope);
        }

        json.WriteNumber("iat", IssuedAt);
        if (ExpiresAt != long.MaxValue)
        {
            json.WriteNumber("exp", ExpiresAt);
        }
    }
}
