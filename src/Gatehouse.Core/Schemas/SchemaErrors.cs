using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// What is wrong, as a tree that mirrors the document: a node is either one message, or fields and messages about the record
/// itself, or items of an array. One place keeps one message, the first.
/// </summary>
public sealed class SchemaErrors
{
    private OrderedDictionary<string, SchemaErrors>? _fields;
    private SortedDictionary<int, SchemaErrors>? _items;
    private List<string>? _entity;

    /// <summary>The message, when this place itself is wrong.</summary>
    public string? Message { get; private set; }

    /// <summary>The offending value, shortened and never a secret.</summary>
    public string? Value { get; private set; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; private set; }

    /// <summary>What people call the entity that starts here, for example <c>name: orders</c>; empty when it has no name.</summary>
    public string? Label { get; set; }

    public bool IsEmpty => Message is null && _fields is null && _items is null && _entity is null;

    /// <summary>Fields with errors, in the order in which they were found.</summary>
    public IEnumerable<KeyValuePair<string, SchemaErrors>> Fields => _fields ?? [];

    /// <summary>Items with errors by index from 0.</summary>
    public IEnumerable<KeyValuePair<int, SchemaErrors>> Items => _items ?? [];

    /// <summary>Messages about the record as a whole (Kong's <c>@entity</c>).</summary>
    public IReadOnlyList<string> Entity => _entity ?? [];

    public static SchemaErrors Of(string message, string? value = null, string? remedy = null)
        => new() { Message = message, Value = value, Remedy = remedy };

    public bool HasField(string name) => _fields?.ContainsKey(name) ?? false;

    public void Set(string message, string? value = null, string? remedy = null)
    {
        if (Message is null)
        {
            (Message, Value, Remedy) = (message, value, remedy);
        }
    }

    /// <summary>Gives the message of this place advice that knows more than the general one.</summary>
    public void Advise(string remedy) => Remedy = remedy;

    public void AddEntity(string message) => (_entity ??= []).Add(message);

    /// <summary>The node of a field, made when it does not exist.</summary>
    public SchemaErrors Field(string name)
    {
        _fields ??= new OrderedDictionary<string, SchemaErrors>(StringComparer.Ordinal);
        if (!_fields.TryGetValue(name, out var child))
        {
            _fields[name] = child = new SchemaErrors();
        }

        return child;
    }

    /// <summary>The node of an item, made when it does not exist.</summary>
    public SchemaErrors Item(int index)
    {
        _items ??= [];
        if (!_items.TryGetValue(index, out var child))
        {
            _items[index] = child = new SchemaErrors();
        }

        return child;
    }

    /// <summary>Adds everything <paramref name="other"/> says about the same place.</summary>
    public void Merge(SchemaErrors other)
    {
        if (other.Message is not null)
        {
            Set(other.Message, other.Value, other.Remedy);
        }

        foreach (var message in other.Entity)
        {
            AddEntity(message);
        }

        foreach (var (name, child) in other.Fields)
        {
            Field(name).Merge(child);
        }

        foreach (var (index, child) in other.Items)
        {
            Item(index).Merge(child);
        }
    }

    /// <summary>Kong's <c>fields</c>: nested objects, arrays of null or objects, <c>@entity</c> as an array.</summary>
    public JsonNode ToJson()
    {
        if (Message is not null && _fields is null && _items is null)
        {
            return JsonValue.Create(Message);
        }

        if (_items is not null && _fields is null && _entity is null)
        {
            return ItemsToJson();
        }

        var json = new JsonObject();
        foreach (var (name, child) in Fields)
        {
            json[name] = child.ToJson();
        }

        foreach (var (index, child) in Items)
        {
            json[(index + 1).ToString(CultureInfo.InvariantCulture)] = child.ToJson();
        }

        IEnumerable<string> own = Message is null ? Entity : [Message, .. Entity];
        if (own.Any())
        {
            json[EntityCheck.Entity] = new JsonArray([.. own.Select(m => JsonValue.Create(m))]);
        }

        return json;
    }

    /// <summary>Lists every error with its path.</summary>
    public void Collect(string path, ICollection<ConfigError> into) => Collect(path, Label, into);

    private void Collect(string path, string? label, ICollection<ConfigError> into)
    {
        string? entity = label is "" ? null : label;
        if (Message is not null)
        {
            into.Add(new ConfigError(path, Message, Value, Remedy) { Entity = entity });
        }

        foreach (var message in Entity)
        {
            into.Add(new ConfigError(path, message) { Entity = entity });
        }

        foreach (var (name, child) in Fields)
        {
            child.Collect(path.Length == 0 ? name : $"{path}.{name}", child.Label ?? label, into);
        }

        foreach (var (index, child) in Items)
        {
            child.Collect($"{path}[{index}]", child.Label ?? label, into);
        }
    }

    private JsonArray ItemsToJson()
    {
        var array = new JsonArray();
        foreach (var (index, child) in _items!)
        {
            while (array.Count < index)
            {
                array.Add(null);
            }

            array.Add(child.ToJson());
        }

        return array;
    }
}
