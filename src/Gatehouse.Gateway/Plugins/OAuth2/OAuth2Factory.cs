using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Makes <c>oauth2</c> instances.</summary>
internal sealed class OAuth2Factory : IPluginFactory
{
    private static readonly string[] Flows =
        ["enable_authorization_code", "enable_implicit_grant", "enable_client_credentials", "enable_password_grant"];

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "oauth2",
        Priority = 1400,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Field.ArrayOf("scopes", Field.String("element")).Describe("Scopes that a client can ask for; unset ignores what it asks for."),
            Field.Boolean("mandatory_scope", false).Required().Describe("Whether a scope must be asked for."),
            (Field.String("provision_key") with { IsAuto = true }).Required().Secret()
                .Describe("Key by which an application proves that it may speak for users at the authorization endpoint and with the "
                    + "password grant. Unset, nobody can."),
            Field.Number("token_expiration").Required().WithDefault(7200).InRange(0, uint.MaxValue)
                .Describe("Seconds that an access token is good for; 0 is for ever, and then there are no refresh tokens."),
            Field.Boolean("enable_authorization_code", false).Required().Describe("Whether the authorization code grant is offered."),
            Field.Boolean("enable_implicit_grant", false).Required()
                .Describe("Whether the implicit grant is offered. It puts tokens into URLs; the code grant with PKCE is better."),
            Field.Boolean("enable_client_credentials", false).Required().Describe("Whether the client credentials grant is offered."),
            Field.Boolean("enable_password_grant", false).Required().Describe("Whether the password grant is offered."),
            AuthenticationFields.HideCredentials(),
            Field.Boolean("accept_http_if_already_terminated", false).Required()
                .Describe("Whether plain HTTP from a trusted proxy that says the client came over TLS is accepted."),
            AuthenticationFields.Anonymous(),
            Field.Boolean("global_credentials", false).Required()
                .Describe("Whether tokens are good at every instance of the plugin that has this set, and not only at the service "
                    + "they were issued at."),
            SchemaFields.HeaderName("auth_header_name").WithDefault("authorization")
                .Describe("Header field that carries access tokens and, at the endpoints, the client's credentials."),
            Field.Number("refresh_token_ttl").Required().WithDefault(1_209_600).InRange(0, 100_000_000)
                .Describe("Seconds that a refresh token is good for; 0 is for ever."),
            Field.Boolean("reuse_refresh_token", false).Required()
                .Describe("Whether a refresh token stays the same when it is used. Otherwise each use gives a new one, and the second use "
                    + "of an old one revokes everything of its grant."),
            Field.String("pkce").AmongOf("none", "lax", "strict").WithDefault("lax")
                .Describe("Who must use PKCE with the code grant: nobody, public clients, all. Who does use it is always held to it."),
            AuthenticationFields.Realm())
            .With(
                EntityChecks.Conditional("mandatory_scope", v => JsonScalars.AsBoolean(v) == true, "scopes", EntityChecks.IsRequired),
                EntityChecks.Custom(Flows, (record, report) =>
                {
                    if (!Flows.Any(f => JsonScalars.AsBoolean(JsonScalars.Find(record, f)) == true))
                    {
                        report(EntityCheck.Entity, $"at least one of these fields must be true: {string.Join(", ", Flows)}");
                    }
                })),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new OAuth2Plugin(OAuth2Config.From(config), AuthenticationOptions.From(config), context);
}
