using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// <c>GET /credentials</c>: whose credentials there are and when each was last used, so that one can be taken back without guessing.
/// Names what no secret is: never a key, a password or a digest. Not in Kong.
/// </summary>
internal sealed class CredentialsEndpoint(ConfigurationHost host, ICredentialUsage usage)
{
    /// <summary>More than anybody reads; a consumer narrows it.</summary>
    private const int MaxListed = 1000;

    public ControlEndpoint Endpoint => new() { Path = "/credentials", Get = GetAsync };

    private Task GetAsync(HttpContext context)
    {
        var config = host.Current;
        var consumers = config.Consumers.ToDictionary(static c => c.Id, StringComparer.Ordinal);
        string? wanted = context.Request.Query["consumer"];
        if (wanted is not null && !config.Consumers.Any(c => IsNamed(c, wanted)))
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status404NotFound, "there is no consumer of this user name, custom_id or id");
        }

        var data = new JsonArray();
        int leftOut = 0;
        foreach (var (kind, credential, consumerId, name) in All(config))
        {
            if (!consumers.TryGetValue(consumerId, out var consumer) || (wanted is not null && !IsNamed(consumer, wanted)))
            {
                continue;
            }

            if (data.Count == MaxListed)
            {
                leftOut++;
                continue;
            }

            data.Add((JsonNode)Describe(kind, credential, consumer, name));
        }

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["data"] = data, ["left_out"] = leftOut });
    }

    private static bool IsNamed(ConsumerConfig consumer, string name)
        => consumer.Username == name || consumer.CustomId == name || consumer.Id.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Kind, EntityConfig Credential, string ConsumerId, string? Name)> All(ConfigSet config) =>
    [
        .. config.KeyAuthCredentials.Select(static c => ("keyauth_credentials", (EntityConfig)c, c.ConsumerId, (string?)null)),
        .. config.BasicAuthCredentials.Select(static c => ("basicauth_credentials", (EntityConfig)c, c.ConsumerId, (string?)c.Username)),
        .. config.HmacAuthCredentials.Select(static c => ("hmacauth_credentials", (EntityConfig)c, c.ConsumerId, (string?)c.Username)),
        .. config.JwtSecrets.Select(static c => ("jwt_secrets", (EntityConfig)c, c.ConsumerId, c.Key)),
        .. config.OAuth2Credentials.Select(static c => ("oauth2_credentials", (EntityConfig)c, c.ConsumerId, c.ClientId)),
        .. config.MtlsAuthCredentials.Select(static c => ("mtls_auth_credentials", (EntityConfig)c, c.ConsumerId, (string?)c.SubjectName)),
    ];

    private JsonObject Describe(string kind, EntityConfig credential, ConsumerConfig consumer, string? name)
    {
        var described = new JsonObject
        {
            ["kind"] = kind,
            ["id"] = credential.Id,
            ["name"] = name,
            ["tags"] = credential.Tags is { } tags ? new JsonArray([.. tags.Select(static t => (JsonNode?)t)]) : null,
            ["consumer"] = new JsonObject { ["id"] = consumer.Id, ["username"] = consumer.Username, ["custom_id"] = consumer.CustomId },
            ["last_used"] = Moment(usage.LastUsed(credential.Id)),
        };
        if (credential is KeyAuthCredentialConfig key)
        {
            described["expires_at"] = Moment(key.ExpiresAt);
            described["valid_until"] = Moment(key.ValidUntil);
            described["replaced_by"] = key.ReplacedBy;
        }

        return described;
    }

    private static JsonValue? Moment(long unixSeconds) => unixSeconds > 0 ? JsonValue.Create(unixSeconds) : null;
}
