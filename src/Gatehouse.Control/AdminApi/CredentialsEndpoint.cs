using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// <c>GET /credentials</c>: the credentials of the configuration that serves, with their dates and last use on this node, never
/// their secrets. Pages as in Kong: <c>size</c> 1 to 1000, by default 100, and <c>offset</c>; <c>consumer</c> is a user name or id.
/// </summary>
internal sealed class CredentialsEndpoint(ConfigurationHost host, ICredentialUses uses)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;

    public ControlEndpoint Endpoint => new() { Path = "/credentials", Get = GetAsync };

    private Task GetAsync(HttpContext context)
    {
        var query = context.Request.Query;
        int size = DefaultSize, offset = 0;
        if (query.ContainsKey("size") && (!TryRead(query["size"], out size) || size is < 1 or > MaxSize))
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, $"size must be an integer between 1 and {MaxSize}");
        }

        if (query.ContainsKey("offset") && !TryRead(query["offset"], out offset))
        {
            return JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, "invalid offset");
        }

        var config = host.Current;
        var all = All(config);
        string? asked = query["consumer"];
        if (!string.IsNullOrEmpty(asked))
        {
            string id = config.Consumers.FirstOrDefault(c => c.Username == asked)?.Id ?? asked.ToLowerInvariant();
            all = all.Where(c => c.ConsumerId == id);
        }

        // One more than is shown tells whether there is another page.
        List<Row> rows = [.. all.Skip(offset).Take(size + 1)];
        string? next = rows.Count > size ? (offset + size).ToString(CultureInfo.InvariantCulture) : null;
        var answer = new JsonObject { ["data"] = Write(config, rows.Take(size).ToList()), ["next"] = next is null ? null : NextPage(next, size, asked) };
        if (next is not null)
        {
            answer["offset"] = next;
        }

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, answer);
    }

    private JsonArray Write(ConfigSet config, List<Row> rows)
    {
        var owners = rows.Select(r => r.ConsumerId).ToHashSet(StringComparer.Ordinal);
        var names = config.Consumers.Where(c => owners.Contains(c.Id)).ToDictionary(c => c.Id, c => c.Username, StringComparer.Ordinal);
        return [.. rows.Select(r => (JsonNode)new JsonObject
        {
            ["id"] = r.Entity.Id,
            ["kind"] = r.Kind,
            ["consumer"] = new JsonObject { ["id"] = r.ConsumerId, ["username"] = names.GetValueOrDefault(r.ConsumerId) },
            ["created_at"] = (long)r.Entity.CreatedAt,
            ["expires_at"] = Moment(r.ExpiresAt),
            ["valid_until"] = Moment(r.ValidUntil),
            ["replaced_by"] = r.ReplacedBy,
            ["last_used"] = Moment(uses.LastUsed(r.Entity.Id)),
        })];
    }

    // Walked, not gathered: a page of a hundred thousand credentials costs a page.
    private static IEnumerable<Row> All(ConfigSet config)
        => config.KeyAuthCredentials.Select(c => new Row("keyauth_credentials", c, c.ConsumerId, c.ExpiresAt, c.ValidUntil, c.ReplacedBy))
            .Concat(config.BasicAuthCredentials.Select(c => new Row("basicauth_credentials", c, c.ConsumerId)))
            .Concat(config.HmacAuthCredentials.Select(c => new Row("hmacauth_credentials", c, c.ConsumerId)))
            .Concat(config.JwtSecrets.Select(c => new Row("jwt_secrets", c, c.ConsumerId)))
            .Concat(config.OAuth2Credentials.Select(c => new Row("oauth2_credentials", c, c.ConsumerId)))
            .Concat(config.MtlsAuthCredentials.Select(c => new Row("mtls_auth_credentials", c, c.ConsumerId)));

    private static string NextPage(string offset, int size, string? consumer)
        => $"/credentials?offset={offset}&size={size.ToString(CultureInfo.InvariantCulture)}"
            + (string.IsNullOrEmpty(consumer) ? "" : $"&consumer={Uri.EscapeDataString(consumer)}");

    private static JsonNode? Moment(long unixSeconds) => unixSeconds > 0 ? unixSeconds : null;

    private static bool TryRead(string? text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private readonly record struct Row(
        string Kind, EntityConfig Entity, string ConsumerId, long ExpiresAt = 0, long ValidUntil = 0, string? ReplacedBy = null);
}
