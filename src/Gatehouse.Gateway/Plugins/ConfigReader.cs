using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Gateway.Plugins;

/// <summary>Reads the fields of a validated <c>config</c> record, whatever number type the parser chose.</summary>
internal readonly struct ConfigReader(JsonObject config)
{
    /// <summary>A text, null when unset.</summary>
    public string? Text(string name) => config[name] is JsonValue value ? value.GetValue<string>() : null;

    /// <summary>A text that the schema guarantees.</summary>
    public string RequiredText(string name)
        => Text(name) ?? throw new InvalidOperationException($"config.{name} is not set; the schema should have refused that");

    /// <summary>A flag; unset means <paramref name="otherwise"/>.</summary>
    public bool Flag(string name, bool otherwise = false) => config[name] is JsonValue value ? value.GetValue<bool>() : otherwise;

    /// <summary>A number, null when unset.</summary>
    public double? Number(string name)
        => config[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;

    /// <summary>A whole number; unset means <paramref name="otherwise"/>.</summary>
    public long Integer(string name, long otherwise) => Number(name) is { } number ? (long)number : otherwise;

    /// <summary>A list of texts, null when unset.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (config[name] is not JsonArray array)
        {
            return null;
        }

        var texts = new List<string>(array.Count);
        foreach (var element in array)
        {
            texts.Add(element!.GetValue<string>());
        }

        return texts;
    }

    /// <summary>A map of texts, empty when unset.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (config[name] is JsonObject entries)
        {
            foreach (var (key, value) in entries)
            {
                map[key] = value!.GetValue<string>();
            }
        }

        return map;
    }

    /// <summary>A record; empty when unset.</summary>
    public ConfigReader Record(string name) => new(config[name] as JsonObject ?? []);
}
