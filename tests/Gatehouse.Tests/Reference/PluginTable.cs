using System.Globalization;
using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Tests.Reference;

/// <summary>Writes what a plugin's descriptor says as Markdown.</summary>
internal static class PluginTable
{
    public static string Write(PluginDescriptor plugin)
    {
        var text = new StringBuilder();
        (string Scope, bool Allowed)[] scopes =
        [
            ("global", true), ("service", plugin.AllowsService), ("route", plugin.AllowsRoute), ("consumer", plugin.AllowsConsumer),
            ("consumer group", plugin.AllowsConsumerGroup),
        ];
        text.Append("Priority ").Append(plugin.Priority).Append(" · phases ").Append(Phases(plugin.Phases))
            .Append(" · scopes ").AppendJoin(", ", scopes.Where(s => s.Allowed).Select(s => s.Scope)).Append("\n\n");
        text.Append("| Field of `config` | Type | Default | Meaning |\n|---|---|---|---|\n");
        Append(text, "", plugin.Config.Fields);
        foreach (var shorthand in plugin.Config.Shorthands)
        {
            Append(text, "", [shorthand.Field]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, IReadOnlyList<Field> fields)
    {
        foreach (var field in fields)
        {
            string preset = field.Default is { } value ? $"`{value.ToJsonString()}`" : field.IsRequired && field.Record is null ? "required" : "–";
            text.Append("| `").Append(prefix).Append(field.Name).Append("` | ").Append(Type(field)).Append(" | ").Append(preset)
                .Append(" | ").Append(field.Description).Append(Rules(field)).Append(" |\n");
            if (field.Record is { } record)
            {
                Append(text, prefix + field.Name + ".", record.Fields);
            }

            if (field.Element?.Record is { } element)
            {
                Append(text, prefix + field.Name + "[].", element.Fields);
            }
        }
    }

    private static string Phases(PluginPhases phases)
        => string.Join(", ", Enum.GetValues<PluginPhases>().Where(p => p != PluginPhases.None && phases.HasFlag(p)).Select(p => $"`{p}`"));

    private static string Type(Field field) => field.Type switch
    {
        FieldType.Array or FieldType.Set => $"{Name(field.Type)} of {Name(field.Element!.Type)}",
        FieldType.Map => $"map of {Name(field.Element!.Type)}",
        _ => Name(field.Type),
    };

    private static string Name(FieldType type) => type.ToString().ToLowerInvariant();

    private static string Rules(Field field)
    {
        var rules = new StringBuilder();
        if ((field.OneOf ?? field.Element?.OneOf) is { } values)
        {
            rules.Append(" One of ").AppendJoin(", ", values.Select(v => $"`{v}`")).Append('.');
        }

        if (field.Between is { } range)
        {
            rules.Append(CultureInfo.InvariantCulture, $" From {range.Min} to {range.Max}.");
        }

        if (field.GreaterThan is { } limit)
        {
            rules.Append(CultureInfo.InvariantCulture, $" Greater than {limit}.");
        }

        if (field.IsReferenceable || field.Element is { IsReferenceable: true })
        {
            rules.Append(field.IsSecret || field.Element is { IsSecret: true } ? " Secret; may be a vault reference." : " May be a vault reference.");
        }

        return rules.ToString();
    }
}
