using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>One entity of a document on its way to the configuration.</summary>
/// <param name="kind">What it is.</param>
/// <param name="node">Its fields, without nested entities; null when the document has something else than a record here.</param>
/// <param name="parent">The entity it is nested in.</param>
/// <param name="parentField">The foreign field that the nesting implies.</param>
/// <param name="list">Name of the list it stands in.</param>
/// <param name="index">Place in that list, from 0.</param>
internal sealed class DeclarativeEntity(
    EntityKind kind, JsonObject? node, DeclarativeEntity? parent, string? parentField, string list, int index)
{
    public EntityKind Kind { get; } = kind;

    public JsonObject? Node { get; private set; } = node;

    public DeclarativeEntity? Parent { get; } = parent;

    public string? ParentField { get; } = parentField;

    /// <summary>The given id, or the derived one.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whether the document gives the id.</summary>
    public bool HasOwnId { get; set; }

    /// <summary>Place of this entity in a tree of errors.</summary>
    public SchemaErrors In(SchemaErrors root)
    {
        var place = (Parent?.In(root) ?? root).Field(list).Item(index);
        place.Label ??= Label ?? "";
        return place;
    }

    /// <summary>What people call the entity: a name it has, else the id it was given; null = neither.</summary>
    public string? Label
    {
        get
        {
            foreach (string key in (ReadOnlySpan<string>)["name", "username", "target", "prefix"])
            {
                if (JsonScalars.AsString(Node?[key]) is { Length: > 0 } text)
                {
                    return $"{key}: {ValueDisplay.Shorten(text)}";
                }
            }

            return HasOwnId ? $"id: {Id}" : null;
        }
    }

    /// <summary>Lets the fields go once they are bound: the tree of a large document must not stay in memory beside the records.</summary>
    public void Release() => Node = null;

    /// <summary>The same place for people.</summary>
    public string Path => $"{(Parent is null ? "" : Parent.Path + ".")}{list}[{index}]";
}
