using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Identity;

/// <summary>Configuration fields that authentication plugins share, with Kong's names.</summary>
internal static class AuthenticationFields
{
    public static Field Anonymous() => Field.String("anonymous")
        .Describe("Consumer, by user name or id, that requests are taken for when authentication fails; unset refuses them.");

    public static Field HideCredentials() => Field.Boolean("hide_credentials", false).Required()
        .Describe("Whether the credential is removed before the request goes to the upstream.");

    public static Field RunOnPreflight() => Field.Boolean("run_on_preflight", true).Required()
        .Describe("Whether OPTIONS requests are authenticated, too.");

    /// <param name="value">Default; null = none.</param>
    public static Field Realm(string? value = null)
    {
        var field = Field.String("realm").Describe("Realm named in WWW-Authenticate.");
        return value is null ? field : field.WithDefault(JsonValue.Create(value)!);
    }

    /// <summary>Value of WWW-Authenticate: the scheme, and the realm when there is one.</summary>
    public static string Challenge(string scheme, string? realm)
        => string.IsNullOrEmpty(realm) ? scheme : $"{scheme} realm=\"{Quoted(realm)}\"";

    // RFC 9110 section 5.6.4: a quote or backslash must not end the string.
    private static string Quoted(string text)
        => Core.Http.FieldText.Safe(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
