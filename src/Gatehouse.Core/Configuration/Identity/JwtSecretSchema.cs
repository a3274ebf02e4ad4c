using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>jwt_secrets</c>.</summary>
internal static class JwtSecretSchema
{
    private static readonly string[] Symmetric = ["HS256", "HS384", "HS512"];

    private static readonly string[] Asymmetric =
        ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "EdDSA"];

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        (Field.String("key") with { IsAuto = true }).Unique(),
        CredentialFields.AutoSecret("secret"),
        Field.String("rsa_public_key").Referenceable(),
        Field.String("algorithm").AmongOf([.. Symmetric, .. Asymmetric]).WithDefault("HS256"),
        CommonFields.Tags())
        .With(EntityChecks.Conditional(
            "algorithm", EntityChecks.Among(Asymmetric), "rsa_public_key", CheckKey,
            new JsonObject
            {
                ["if_match"] = new JsonObject { ["one_of"] = new JsonArray([.. Asymmetric.Select(a => JsonValue.Create(a))]) },
                ["then_match"] = new JsonObject { ["required"] = true },
            }));

    private static string? CheckKey(JsonNode? value)
        => value is null ? SchemaTexts.Required
            : JsonScalars.AsString(value) is { } text && (VaultSyntax.IsReference(text) || PemPublicKeys.IsKey(text)) ? null
            : "invalid key";
}
