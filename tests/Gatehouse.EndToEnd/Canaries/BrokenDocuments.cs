using System.Text.Json.Nodes;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>The document of canaries with something wrong around each of its texts.</summary>
internal static class BrokenDocuments
{
    public static IEnumerable<string> Of(JsonObject document)
    {
        string text = document.ToJsonString();
        yield return text[..(text.Length / 2)];
        yield return text.Replace("\"secret\"", "\"secert\"", StringComparison.Ordinal).Replace("\"key\":", "\"kye\":", StringComparison.Ordinal)
            .Replace("\"password\"", "\"pasword\"", StringComparison.Ordinal).Replace("\"client_secret\"", "\"clientsecret\"", StringComparison.Ordinal)
            .Replace("\"http_endpoint\"", "\"endpoint\"", StringComparison.Ordinal).Replace("\"headers\"", "\"fields\"", StringComparison.Ordinal)
            .Replace("\"jwk\":", "\"jwks\":", StringComparison.Ordinal).Replace("\"private_key\"", "\"privat\"", StringComparison.Ordinal);
        yield return text.Replace("\"keyauth_credentials\"", "\"key_auths\"", StringComparison.Ordinal).Replace("\"plugins\"", "\"pluggins\"", StringComparison.Ordinal)
            .Replace("\"certificates\"", "\"certs\"", StringComparison.Ordinal);
        yield return text.Replace("\"name\":\"http-log\"", "\"name\":\"http-logger\"", StringComparison.Ordinal).Replace("\"name\":\"opa\"", "\"name\":\"opaa\"", StringComparison.Ordinal);
        yield return text.Replace("http://u:", "gopher://u:", StringComparison.Ordinal).Replace("BEGIN PRIVATE KEY", "BEGIN PRIVATE KEYS", StringComparison.Ordinal)
            .Replace("\\u0022kty\\u0022", "\\u0022kty\\u0022:", StringComparison.Ordinal);

        // YAML that ends in the middle of a line, and a key given twice.
        yield return "_format_version: \"3.0\"\nconsumers:\n- username: a\n  jwt_secrets: [{secret: " + Secret(document) + ", : ]\n";
        yield return "_format_version: \"3.0\"\njwt_secrets:\n- key: a\n  secret: " + Secret(document) + "\n  secret: " + Secret(document) + ": x\n";
        yield return text.Replace("\"issuer\":\"http://", $"\"issuer\":\"http://u:{Secret(document)}@", StringComparison.Ordinal)
            .Replace("\"url\":\"http://", $"\"url\":\"http://u:{Secret(document)}@", StringComparison.Ordinal);
        yield return Wrapped(document, static value => new JsonArray(value)).ToJsonString();
        yield return Wrapped(document, static value => new JsonObject { ["value"] = value }).ToJsonString();
        yield return Wrapped(document, static value => JsonValue.Create(value.GetValue<string>() + "\u0000 ")).ToJsonString();
    }

    private static string Secret(JsonObject document) => document["consumers"]![0]!["jwt_secrets"]![0]!["secret"]!.GetValue<string>();

    // The secrets of consumers and plugins in another shape than is expected.
    private static JsonObject Wrapped(JsonObject document, Func<JsonNode, JsonNode?> wrap)
    {
        var copy = document.DeepClone().AsObject();
        Wrap(copy["consumers"]!, wrap);
        Wrap(copy["plugins"]!, wrap);
        Wrap(copy["services"]!, wrap);
        copy["upstreams"] = new JsonArray(new JsonObject());
        return copy;
    }

    private static void Wrap(JsonNode node, Func<JsonNode, JsonNode?> wrap)
    {
        switch (node)
        {
            case JsonObject record:
                foreach (var (name, value) in record.ToArray())
                {
                    if (value is JsonValue && value.ToString().Contains("canary-", StringComparison.Ordinal))
                    {
                        record[name] = wrap(value.DeepClone());
                    }
                    else if (value is not null)
                    {
                        Wrap(value, wrap);
                    }
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Wrap(item!, wrap);
                }

                break;
        }
    }
}
