using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Secrets;

/// <summary>
/// The <c>env</c> strategy: the resource, after the setting <c>prefix</c>, in upper case with underscores for hyphens, is the name
/// of an environment variable. Version 2 reads <c>NAME_PREVIOUS</c>.
/// </summary>
public sealed class EnvVaultResolver(Func<string, string?> read) : IVaultResolver
{
    /// <summary>Reads the environment of this process.</summary>
    public EnvVaultResolver()
        : this(Environment.GetEnvironmentVariable)
    {
    }

    public string? Resolve(VaultReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Vault != "env" || reference.Version is < 1 or > 2)
        {
            return null;
        }

        string name = (reference.Settings.GetValueOrDefault("prefix", "") + reference.Resource)
            .ToUpperInvariant().Replace('-', '_');
        if (name.AsSpan().IndexOfAny('=', '\0') >= 0)
        {
            return null;
        }

        string? value = read(reference.Version == 2 ? name + "_PREVIOUS" : name);
        if (value is not null && reference.Settings.GetValueOrDefault("base64_decode") == "true")
        {
            value = Decode(value);
        }

        return value is null || reference.Key is null ? value : Member(value, reference.Key);
    }

    private static string? Decode(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string? Member(string json, string key)
    {
        try
        {
            var member = (JsonNode.Parse(json) as JsonObject)?[key];
            return JsonScalars.AsString(member) ?? (member is JsonValue ? member.ToJsonString() : null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
