using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>plugins</c>: the general part, and per plugin its configuration and the scopes it allows.</summary>
internal sealed class PluginSchema(IPluginCatalog catalog)
{
    private readonly ConcurrentDictionary<string, RecordSchema> _variants = new(StringComparer.Ordinal);

    public RecordSchema Create()
    {
        var general = RecordSchema.Of(
            CommonFields.Id(),
            Field.String("name").Required().Where(CommonFields.Text(CheckName)),
            CommonFields.Utf8Name("instance_name"),
            CommonFields.TimestampSeconds("created_at"),
            CommonFields.TimestampSeconds("updated_at"),
            Field.Foreign("route", "routes"),
            Field.Foreign("service", "services"),
            Field.Foreign("consumer", "consumers"),
            Field.Foreign("consumer_group", "consumer_groups"),
            new Field { Name = "config", Type = FieldType.Record },
            Field.SetOf("protocols", CommonFields.Protocol("protocol")).Required()
                .WithDefault(new JsonArray("grpc", "grpcs", "http", "https")),
            Field.Boolean("enabled", true).Required(),
            CommonFields.Tags())
            .With(EntityChecks.MutuallyExclusive("consumer", "consumer_group"));
        return general with { Variant = plugin => Choose(general, plugin) };
    }

    private RecordSchema? Choose(RecordSchema general, JsonObject plugin)
        => JsonScalars.AsString(plugin["name"]) is { } name && catalog.TryGet(name, out var descriptor)
            ? _variants.GetOrAdd(name, static (_, made) => Specialise(made.general, made.descriptor), (general, descriptor))
            : null;

    private static RecordSchema Specialise(RecordSchema general, PluginDescriptor plugin)
    {
        var schema = general.Replace(Field.RecordOf("config", plugin.Config).Required());
        foreach (var (scope, isAllowed) in (IEnumerable<(string, bool)>)
            [("consumer", plugin.AllowsConsumer), ("consumer_group", plugin.AllowsConsumerGroup), ("service", plugin.AllowsService), ("route", plugin.AllowsRoute)])
        {
            if (!isAllowed && schema.TryGetField(scope, out var field))
            {
                schema = schema.Replace(field.Forbidden());
            }
        }

        return schema;
    }

    // Kong refuses unknown plugins: leaving an auth plugin out would open what the user closed.
    private string? CheckName(string name)
        => catalog.TryGet(name, out _) ? null : $"plugin '{name}' not enabled; add it to the 'plugins' configuration property";
}
