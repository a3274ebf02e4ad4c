using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Control.Secrets;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Loads Kong's declarative format, YAML or JSON. The steps: read the tree, migrate old formats, take it apart into entities with
/// ids, resolve references and validate each entity, and, when nothing is wrong, bind the records.
/// </summary>
public sealed class DeclarativeLoader
{
    private readonly EntitySchemas _schemas;
    private readonly IVaultResolver _vaults;
    private readonly TimeProvider _time;
    private readonly DeclarativeLimits _limits;

    /// <param name="plugins">Plugins that may be configured.</param>
    /// <param name="vaults">Resolves <c>{vault://…}</c> references.</param>
    /// <param name="time">The clock for timestamps and expiry.</param>
    /// <param name="flavor">Router flavor; decides what a route may contain.</param>
    /// <param name="limits">Bounds of a document.</param>
    public DeclarativeLoader(
        IPluginCatalog plugins,
        IVaultResolver vaults,
        TimeProvider time,
        RouterFlavor flavor = RouterFlavor.TraditionalCompatible,
        DeclarativeLimits? limits = null)
    {
        _schemas = new EntitySchemas(plugins, time, flavor);
        _vaults = vaults;
        _time = time;
        _limits = limits ?? DeclarativeLimits.Default;
    }

    /// <summary>The schemas in use, for the Admin API.</summary>
    public EntitySchemas Schemas => _schemas;

    /// <summary>Kong's hash of a text, without loading it: for <c>check_hash=1</c>.</summary>
    public static string HashOf(string text)
    {
        // Kong's figure is MD5; it only recognises an unchanged document and guards nothing.
#pragma warning disable CA5351
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }

    /// <summary>Loads a text. Never throws for what stands in it.</summary>
    public DeclarativeResult Load(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string hash = HashOf(text);
        if (DocumentReader.Read(text, _limits, out var syntaxError) is not { } root)
        {
            return Unreadable(hash, syntaxError!);
        }

        var errors = new SchemaErrors();
        var warnings = new List<ConfigError>();
        DocumentHeader.Check(root, _schemas, errors, warnings);
        var collector = Collect(root, errors);
        foreach (var (kind, count) in collector.Later)
        {
            warnings.Add(new ConfigError(kind, $"not available in this version: {count} ignored"));
        }

        warnings.AddRange(collector.Warnings);
        double now = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var secrets = new SecretValues(_vaults, warnings);
        foreach (var vault in collector.Entities.Where(e => e.Kind.Name == "vaults"))
        {
            secrets.AddVault(vault.Node);
        }

        bool isStored = DocumentHeader.IsStored(root);
        var binder = new ConfigBinder(isStored);
        var features = new LaterFeatures();
        var credentials = new CredentialAdvice(isStored, now, errors);
        var anonymous = new AnonymousAdvice();
        var names = new NameAdvice();
        var logs = new LogDirectories(warnings);
        new EntityPass(_schemas, collector.Entities, errors, now).Run(fillNulls: false, entity =>
        {
            features.Look(entity.Kind.Name, entity.Node!);

            // Bound at once, so that no more than one entity with all its defaults is alive.
            var node = secrets.Resolve(entity.Kind.Schema, entity.Node!, entity);
            credentials.Look(entity, node);
            anonymous.Look(entity, node);
            names.Look(entity, node);
            logs.Look(entity, node);
            binder.Add(entity.Kind.Name, node);
            entity.Release();
        });
        warnings.AddRange(features.Warnings);
        warnings.AddRange(credentials.Warnings);
        var config = errors.IsEmpty ? binder.Build(hash) : null;
        if (config is not null)
        {
            // Until nothing is wrong not every consumer is seen.
            warnings.AddRange(anonymous.Warnings);
            warnings.AddRange(names.Warnings(config));
        }

        byte[] source = Encoding.UTF8.GetBytes(text);
        return config is not null
            ? new DeclarativeResult(null, () => Tables(Encoding.UTF8.GetString(source), now), () => Places(Encoding.UTF8.GetString(source)))
            {
                Config = config,
                Warnings = warnings,
                Hash = hash,
            }
            : Refused(hash, text, errors, warnings, Buildable(binder.Build(hash), errors));
    }

    private EntityCollector Collect(JsonObject root, SchemaErrors errors)
    {
        if (DocumentHeader.IsBefore3(root))
        {
            FormatMigration.Apply(root);
        }

        var collector = new EntityCollector(_schemas, errors);
        collector.Collect(root);
        return collector;
    }

    private JsonObject Tables(string text, double now)
    {
        var tables = new JsonObject();
        var errors = new SchemaErrors();
        var root = DocumentReader.Read(text, _limits, out _) ?? [];
        bool isStored = DocumentHeader.IsStored(root);
        var entities = Collect(root, errors).Entities;
        new EntityPass(_schemas, entities, errors, now).Run(fillNulls: true, entity =>
        {
            if (tables[entity.Kind.Name] is not JsonObject table)
            {
                tables[entity.Kind.Name] = table = [];
            }

            StoredForms.Apply(entity.Kind, entity.Node!, isStored);
            table.Add(entity.Id, entity.Node);
        });
        return tables;
    }

    /// <summary>Where in the document each entity stands, by table and id.</summary>
    private Dictionary<string, (string Path, string? Label)> Places(string text)
    {
        var places = new Dictionary<string, (string Path, string? Label)>(StringComparer.Ordinal);
        foreach (var entity in Collect(DocumentReader.Read(text, _limits, out _) ?? [], new SchemaErrors()).Entities)
        {
            places[$"{entity.Kind.Name}[{entity.Id}]"] = (entity.Path, entity.Label);
        }

        return places;
    }

    /// <summary>Plugins and the keys they name, valid in themselves; a plugin whose keys are wrong would only repeat that.</summary>
    private static ConfigSet Buildable(ConfigSet config, SchemaErrors errors) => ConfigSet.Empty with
    {
        KeySets = config.KeySets,
        Keys = config.Keys,
        AiProviders = config.AiProviders,
        AiModels = config.AiModels,
        AiPolicies = config.AiPolicies,
        AiBudgets = config.AiBudgets,
        Plugins = errors.HasField("keys") || errors.HasField("key_sets")
            ? [.. config.Plugins.Where(static p => p.Config["key_sets"] is not JsonArray { Count: > 0 })]
            : config.Plugins,
    };

    private DeclarativeResult Refused(string hash, string text, SchemaErrors errors, List<ConfigError> warnings, ConfigSet buildable)
    {
        var list = new List<ConfigError>();
        errors.Collect("", list);
        return new DeclarativeResult(
            () => FlattenedErrors.Build(DocumentReader.Read(text, _limits, out _) ?? [], errors, _schemas), places: () => Places(text))
        {
            Buildable = buildable,
            Errors = list,
            ErrorFields = errors.ToJson().AsObject(),
            Warnings = warnings,
            Hash = hash,
        };
    }

    private static DeclarativeResult Unreadable(string hash, string error) => new()
    {
        Errors = [new ConfigError("", error)],
        ErrorFields = new JsonObject { ["error"] = error },
        Hash = hash,
    };
}
