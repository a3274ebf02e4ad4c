using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>keys</c>.</summary>
internal static class KeySchema
{
    // A JWK is flat; what is deeper is no JWK.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        Field.Foreign("set", "key_sets"),
        Field.String("name").Unique(),
        Field.String("kid").Required(),
        Field.String("jwk").Secret(),
        Field.RecordOf("pem", RecordSchema.Of(
            Field.String("private_key").Secret().Where(CommonFields.Text(t => PemCertificates.IsKey(t) ? null : "could not load private key")),
            Field.String("public_key").Referenceable().Where(CommonFields.Text(t => PemPublicKeys.IsKey(t) ? null : "could not load public key")))),
        CommonFields.Tags(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"))
        .With(
            EntityChecks.MutuallyExclusive("jwk", "pem"),
            EntityChecks.AtLeastOneOf("jwk", "pem"),
            EntityChecks.Custom(["jwk", "pem", "kid"], Check));

    private static void Check(JsonObject entity, Action<string, string> report)
    {
        if (JsonScalars.AsString(entity["jwk"]) is { } jwk && CheckJwk(jwk, JsonScalars.AsString(entity["kid"])) is { } message)
        {
            report(EntityCheck.Entity, message);
        }

        if (entity["pem"] is JsonObject pem && pem["private_key"] is null && pem["public_key"] is null)
        {
            report(EntityCheck.Entity, "need to supply a PEM formatted public and/or private key.");
        }
    }

    private static string? CheckJwk(string text, string? kid)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind != JsonValueKind.Object ? "could not json decode jwk string"
                : !document.RootElement.TryGetProperty("kid", out var inner) || inner.ValueKind != JsonValueKind.String || inner.GetString() != kid
                    ? "kid in jwk.kid must be equal to keys.kid"
                : !document.RootElement.TryGetProperty("kty", out var type) || type.ValueKind != JsonValueKind.String ? "could not load JWK"
                : null;
        }
        catch (JsonException)
        {
            return "could not json decode jwk string";
        }
    }
}
