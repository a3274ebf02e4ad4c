using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>oauth2_credentials</c>.</summary>
internal static class OAuth2CredentialSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        Field.String("name").Required(),
        (Field.String("client_id") with { IsAuto = true }).Unique(),
        CredentialFields.AutoSecret("client_secret"),
        Field.Boolean("hash_secret", false).Required(),
        Field.ArrayOf("redirect_uris", Field.String("uri").Where(CommonFields.Text(CheckUri))),
        Field.String("client_type").Required().AmongOf("confidential", "public").WithDefault("confidential"),
        CommonFields.Tags());

    private static string? CheckUri(string text)
        => !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 ? $"cannot parse '{text}'"
            : text.Contains('#', StringComparison.Ordinal) ? $"fragment not allowed in '{text}'"
            : null;
}
