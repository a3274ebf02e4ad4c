using Gatehouse.Control.Secrets;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Settings;

/// <summary>
/// Replaces the <c>{vault://env/…}</c> references of settings, read as those of the configuration are (<see cref="EnvVaultResolver"/>),
/// behind <c>vault_env_prefix</c>. A reference that cannot be resolved is an error: a node never starts with half of its settings.
/// </summary>
internal static class VaultReferences
{
    /// <summary>The entry with its references replaced; null after an error.</summary>
    public static SettingEntry? Resolve(
        SettingEntry entry, string prefix, IReadOnlyDictionary<string, string> environment, List<SettingError> errors)
    {
        if (!entry.Values.Any(VaultSyntax.IsMeant))
        {
            return entry;
        }

        var values = new List<string>(entry.Values.Count);
        foreach (var value in entry.Values)
        {
            if (!VaultSyntax.IsMeant(value))
            {
                values.Add(value);
            }
            else if (Look(value, prefix, environment, out var problem) is { } found)
            {
                values.Add(found);
            }
            else
            {
                errors.Add(new SettingError(entry.Source, entry.Key, problem, value, "set the variable, or correct the reference"));
            }
        }

        return values.Count == entry.Values.Count ? entry with { Values = values, IsResolved = true } : null;
    }

    private static string? Look(string text, string prefix, IReadOnlyDictionary<string, string> environment, out string problem)
    {
        if (VaultReference.Parse(text) is not { } reference)
        {
            problem = "is not a valid reference";
            return null;
        }

        if (reference.Vault != "env")
        {
            problem = $"refers to the vault '{reference.Vault}', and the only one is env";
            return null;
        }

        string? missing = null;
        var resolver = new EnvVaultResolver(name =>
        {
            string variable = prefix.ToUpperInvariant().Replace('-', '_') + name;
            missing = environment.ContainsKey(variable) ? null : variable;
            return environment.GetValueOrDefault(variable);
        });
        string? value = resolver.Resolve(reference);
        problem = missing is not null ? $"refers to the variable {missing}, which is not set"
            : reference.Key is null ? "cannot be resolved"
            : $"refers to a member of {reference.Resource} that is not there";
        return value;
    }
}
