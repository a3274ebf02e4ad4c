using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.MtlsAuth;

/// <summary>Makes <c>mtls-auth</c> instances. Fields are those of Kong's enterprise edition, and <c>crl_files</c> and <c>fingerprints</c> of our own.</summary>
internal sealed class MtlsAuthFactory : IPluginFactory
{
    private const string NoDownloads = "nothing is downloaded here; remove the field and use crl_files";

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "mtls-auth",
        Priority = 1600,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            AuthenticationFields.Anonymous(),
            Field.SetOf("consumer_by", Field.String("element").AmongOf("username", "custom_id"))
                .WithDefault(new JsonArray("username", "custom_id"))
                .Describe("What names in a certificate may be of a consumer, after its mtls_auth_credentials."),
            Field.ArrayOf("ca_certificates", CommonFields.Uuid("element")).Required()
                .Describe("Ids of the CA certificates that are trusted, and no others.") with
            { MinLength = 1 },
            Field.Number("cache_ttl").Required().WithDefault(60).InRange(0, 86400)
                .Describe("Seconds for which the verdict on a certificate is kept for its connection."),
            Field.Boolean("skip_consumer_lookup", false).Required()
                .Describe("Whether every trusted certificate is let in, without a consumer; its group is then that of authenticated_group_by."),
            Field.Boolean("allow_partial_chain", false).Required().Describe("Whether a chain may end at a CA certificate that is no root."),
            Field.String("authenticated_group_by").WithDefault("CN").AmongOf("CN", "DN")
                .Describe("What of the subject is the authenticated group: the common name or all of it."),
            Field.String("revocation_check_mode").WithDefault("IGNORE_CA_ERROR").AmongOf("SKIP", "IGNORE_CA_ERROR", "STRICT")
                .Describe("SKIP: not at all. IGNORE_CA_ERROR: by the lists there are. STRICT: every certificate needs a list of its issuer. A list that has expired refuses in both."),
            Field.ArrayOf("crl_files", Field.String("element"))
                .Describe("Files with revocation lists, PEM or DER; read again within a minute after they change."),
            Field.ArrayOf("fingerprints", Field.String("element").Where(CommonFields.Text(CertificateFingerprint.Check)))
                .Describe("SHA-256 fingerprints of the only certificates that are let in, if trusted; unset or empty lets in all trusted ones."),
            Field.Boolean("send_ca_dn", false).Required().Describe("Whether the handshake tells clients the names of the CAs."),
            Field.String("default_consumer").Describe("Consumer, by user name or id, for trusted certificates that stand for none."),
            Field.Number("http_timeout").WithDefault(30000).Describe("Accepted without effect: nothing is downloaded."),
            Field.Number("cert_cache_ttl").WithDefault(60000).Describe("Accepted without effect: nothing is downloaded."),
            Field.String("http_proxy_host").Forbidden(NoDownloads).Describe("Refused: nothing is downloaded."),
            Field.Integer("http_proxy_port").Forbidden(NoDownloads).Describe("Refused: nothing is downloaded."))
            .With(EntityChecks.Custom(["revocation_check_mode", "crl_files"], CheckRevocation)),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new MtlsAuthPlugin(MtlsAuthConfig.From(config), AuthenticationOptions.From(config), context);

    private static void CheckRevocation(JsonObject config, Action<string, string> report)
    {
        var reader = new ConfigReader(config);
        bool hasFiles = reader.GetStrings("crl_files") is { Count: > 0 };
        switch (reader.GetString("revocation_check_mode"))
        {
            case "SKIP" when hasFiles:
                report(EntityCheck.Entity, "revocation_check_mode SKIP does not read crl_files");
                break;
            case "STRICT" when !hasFiles:
                report(EntityCheck.Entity, "revocation_check_mode STRICT needs crl_files");
                break;
        }
    }
}
