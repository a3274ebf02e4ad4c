using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Plugins.MtlsAuth;

/// <summary>Configuration of <c>mtls-auth</c>.</summary>
internal sealed record MtlsAuthConfig
{
    /// <summary>Ids of the CA certificates that are trusted.</summary>
    public required IReadOnlyList<string> CaCertificates { get; init; }

    /// <summary>Whether any trusted certificate is let in, without a consumer. Default false.</summary>
    public required bool SkipsConsumerLookup { get; init; }

    /// <summary>Whether the whole subject is the authenticated group, and not the common name. Default false.</summary>
    public required bool GroupsByDistinguishedName { get; init; }

    /// <summary>Whether names are user names of consumers. Default true.</summary>
    public required bool ByUsername { get; init; }

    /// <summary>Whether names are custom ids of consumers. Default true.</summary>
    public required bool ByCustomId { get; init; }

    /// <summary>Consumer for trusted certificates that stand for none, by id or user name; null = they are refused.</summary>
    public required string? DefaultConsumer { get; init; }

    /// <summary>Whether a chain may end at a CA that is no root. Default false.</summary>
    public required bool AllowsPartialChain { get; init; }

    /// <summary>How revocation is checked.</summary>
    public required RevocationMode Revocation { get; init; }

    /// <summary>Files with revocation lists.</summary>
    public required IReadOnlyList<string> CrlFiles { get; init; }

    /// <summary>SHA-256 digests of the only certificates that are let in; empty = all.</summary>
    public required IReadOnlyList<byte[]> Fingerprints { get; init; }

    /// <summary>Whether the handshake names the CAs. Default false.</summary>
    public required bool SendsCaNames { get; init; }

    /// <summary>How long a verdict is kept for its connection. Default 60 s.</summary>
    public required TimeSpan VerdictLifetime { get; init; }

    public static MtlsAuthConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        var consumerBy = reader.GetStrings("consumer_by") ?? [];
        return new MtlsAuthConfig
        {
            CaCertificates = reader.GetStrings("ca_certificates") ?? [],
            SkipsConsumerLookup = reader.GetBool("skip_consumer_lookup", false),
            GroupsByDistinguishedName = reader.GetString("authenticated_group_by") == "DN",
            ByUsername = consumerBy.Contains("username"),
            ByCustomId = consumerBy.Contains("custom_id"),
            DefaultConsumer = reader.GetString("default_consumer"),
            AllowsPartialChain = reader.GetBool("allow_partial_chain", false),
            Revocation = reader.GetString("revocation_check_mode") switch
            {
                "SKIP" => RevocationMode.Skip,
                "STRICT" => RevocationMode.Strict,
                _ => RevocationMode.WhereKnown,
            },
            CrlFiles = reader.GetStrings("crl_files") ?? [],
            Fingerprints = [.. (reader.GetStrings("fingerprints") ?? []).Select(CertificateFingerprint.Parse)],
            SendsCaNames = reader.GetBool("send_ca_dn", false),
            VerdictLifetime = TimeSpan.FromSeconds(reader.GetNumber("cache_ttl", 60)),
        };
    }
}
