using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Secrets;

/// <summary>
/// The <c>env</c> strategy: the resource, after the setting <c>prefix</c>, in upper case with underscores for hyphens, is the name
/// of an environment variable. Version 2 reads <c>NAME_PREVIOUS</c>.
/// </summary>
/// <param name="read">Gives a variable of the environment.</param>
/// <param name="prefix">What stands before every name, in the form of a reference; the setting <c>vault_env_prefix</c>.</param>
public sealed class EnvVaultResolver(Func<string, string?> read, string? prefix = null) : IVaultResolver
{
    private readonly string _prefix = InUpperCase(prefix ?? "");

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

        string name = NameOf(reference);
        if (name.AsSpan().IndexOfAny('=', '\0') >= 0)
        {
            return null;
        }

        string? value = read(name);
        if (value is not null && reference.Settings.GetValueOrDefault("base64_decode") == "true")
        {
            value = Decode(value);
        }

        return value is null || reference.Key is null ? value : Member(value, reference.Key);
    }

    /// <inheritdoc/>
    /// <remarks>The environment of a process is that of its start: no reload brings a new variable.</remarks>
    public string RemedyFor(VaultReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Vault != "env" ? "no vault has this prefix: write {vault://env/NAME}, or declare one under 'vaults'"
            : reference.Version is < 1 or > 2 ? "there are versions 1 and 2"
            : read(NameOf(reference)) is null ? $"start the node with {NameOf(reference)} in its environment"
            : $"{NameOf(reference)} is set, but holds nothing of this form";
    }

    private string NameOf(VaultReference reference)
        => _prefix + InUpperCase(reference.Settings.GetValueOrDefault("prefix", "") + reference.Resource) + (reference.Version == 2 ? "_PREVIOUS" : "");

    private static string InUpperCase(string name) => name.ToUpperInvariant().Replace('-', '_');

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
