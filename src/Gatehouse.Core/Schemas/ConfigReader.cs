using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// Reads a validated record without reflection. A null or missing field gives the fallback, so that a reader stands a record
/// in which somebody wrote an explicit null over a default.
/// </summary>
public readonly struct ConfigReader(JsonObject? record)
{
    private readonly JsonObject _record = record ?? Empty;

    private static JsonObject Empty { get; } = [];

    /// <summary>Whether a field is present and not null.</summary>
    public bool Has(string name) => _record[name] is not null;

    public string? GetString(string name) => JsonScalars.AsString(_record[name]);

    public string GetString(string name, string fallback) => GetString(name) ?? fallback;

    /// <summary>A text that the schema guarantees.</summary>
    public string GetRequiredString(string name)
        => GetString(name) ?? throw new InvalidOperationException($"{name} is not set; the schema should have refused that");

    public int? GetInt(string name) => JsonScalars.AsInteger(_record[name]) is { } v and >= int.MinValue and <= int.MaxValue ? (int)v : null;

    public int GetInt(string name, int fallback) => GetInt(name) ?? fallback;

    public long? GetLong(string name) => JsonScalars.AsInteger(_record[name]);

    public long GetLong(string name, long fallback) => GetLong(name) ?? fallback;

    public double? GetNumber(string name) => JsonScalars.AsNumber(_record[name]);

    public double GetNumber(string name, double fallback) => GetNumber(name) ?? fallback;

    public bool? GetBool(string name) => JsonScalars.AsBoolean(_record[name]);

    public bool GetBool(string name, bool fallback) => GetBool(name) ?? fallback;

    /// <summary>A nested record; empty when it is missing.</summary>
    public ConfigReader GetRecord(string name) => new(_record[name] as JsonObject);

    /// <summary>The JSON of a nested record, null when it is missing.</summary>
    public JsonObject? GetObject(string name) => _record[name] as JsonObject;

    /// <summary>An array or set of strings; null when it is missing.</summary>
    public IReadOnlyList<string>? GetStrings(string name)
    {
        if (_record[name] is not JsonArray array)
        {
            return null;
        }

        var values = new List<string>(array.Count);
        foreach (var item in array)
        {
            if (JsonScalars.AsString(item) is { } text)
            {
                values.Add(text);
            }
        }

        return values;
    }

    /// <summary>An array or set of integers; null when it is missing.</summary>
    public IReadOnlyList<int>? GetInts(string name)
        => _record[name] is JsonArray array
            ? [.. array.Select(JsonScalars.AsInteger).OfType<long>().Where(v => v is >= int.MinValue and <= int.MaxValue).Select(v => (int)v)]
            : null;

    /// <summary>An array of records; empty when it is missing.</summary>
    public IReadOnlyList<ConfigReader> GetRecords(string name)
        => _record[name] is JsonArray array ? [.. array.OfType<JsonObject>().Select(o => new ConfigReader(o))] : [];

    /// <summary>A map of strings; null when it is missing.</summary>
    public IReadOnlyDictionary<string, string>? GetStringMap(string name)
    {
        if (_record[name] is not JsonObject map)
        {
            return null;
        }

        var values = new Dictionary<string, string>(map.Count, StringComparer.Ordinal);
        foreach (var (key, value) in map)
        {
            if (JsonScalars.AsString(value) is { } text)
            {
                values[key] = text;
            }
        }

        return values;
    }

    /// <summary>A map of lists of strings; null when it is missing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? GetStringsMap(string name)
    {
        if (_record[name] is not JsonObject map)
        {
            return null;
        }

        var inner = new ConfigReader(map);
        var values = new Dictionary<string, IReadOnlyList<string>>(map.Count, StringComparer.Ordinal);
        foreach (var (key, _) in map)
        {
            values[key] = inner.GetStrings(key) ?? [];
        }

        return values;
    }

    /// <summary>The id of a foreign key, null when it is unset.</summary>
    public string? GetForeignId(string name) => GetRecord(name).GetString("id");
}
