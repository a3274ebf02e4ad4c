using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>A JSON Web Key as a record (RFC 7517 section 4, RFC 7518 section 6), with Kong's fields.</summary>
internal static class JwkSchema
{
    private static readonly string[] Open = ["issuer", "kty", "use", "alg", "kid", "x5u", "x5t", "x5t#S256", "crv", "x", "y", "n", "e"];
    private static readonly string[] Secrets = ["k", "d", "p", "q", "dp", "dq", "qi", "oth", "r", "t"];

    public static RecordSchema Create() => RecordSchema.Of(
    [
        .. Open.Select(name => Field.String(name).Describe("Member of a JWK.")),
        Field.ArrayOf("key_ops", Field.String("element")).Describe("Member of a JWK."),
        Field.ArrayOf("x5c", Field.String("element")).Describe("Member of a JWK; not looked at."),
        .. Secrets.Select(name => Field.String(name).Secret().Describe("Private member of a JWK.")),
    ]);
}
