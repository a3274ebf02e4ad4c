using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Control.Declarative;

/// <summary>What came of a declarative document: a configuration, or every error in it.</summary>
public sealed class DeclarativeResult
{
    private readonly Func<(JsonArray Flattened, JsonObject Others)>? _flatten;
    private readonly Func<JsonObject>? _entities;
    private readonly Func<IReadOnlyDictionary<string, (string Path, string? Label)>>? _places;

    internal DeclarativeResult(
        Func<(JsonArray Flattened, JsonObject Others)>? flatten = null,
        Func<JsonObject>? entities = null,
        Func<IReadOnlyDictionary<string, (string Path, string? Label)>>? places = null)
    {
        _places = places;
        _flatten = flatten;
        _entities = entities;
    }

    /// <summary>The configuration; null when there is any error.</summary>
    public ConfigSet? Config { get; init; }

    /// <summary>What of a refused document can still be tried: plugins that are valid themselves. Never to be served.</summary>
    public ConfigSet Buildable { get; init; } = ConfigSet.Empty;

    /// <summary>Every error in the order of the document, with path, value and remedy.</summary>
    public IReadOnlyList<ConfigError> Errors { get; init; } = [];

    /// <summary>What was accepted but does not take effect.</summary>
    public IReadOnlyList<ConfigError> Warnings { get; init; } = [];

    /// <summary>The errors as Kong mirrors them under <c>fields</c>: nested records, arrays of null or errors.</summary>
    public JsonObject ErrorFields { get; init; } = [];

    /// <summary>
    /// The entities by table and id, defaults filled in, vault references as written, keys and passwords in stored form, other
    /// secrets hidden: the answer to <c>POST /config</c>. Reads the document again and keeps nothing: as a tree, a configuration is ten times its text.
    /// </summary>
    public JsonObject ReadEntities() => _entities?.Invoke() ?? [];

    /// <summary>32 hexadecimal digits over the text, as Kong computes them; all zeros when there is no text.</summary>
    public string Hash { get; init; } = ConfigSet.Empty.Hash;

    /// <summary>
    /// Errors that building found, with the place in the document instead of the id of the entity:
    /// <c>plugins[8e2c…].config</c> becomes <c>services[0].plugins[1].config</c>. Reads the document again; call it on failure only.
    /// </summary>
    public IReadOnlyList<ConfigError> InDocument(IReadOnlyList<ConfigError> errors)
    {
        if (errors.Count == 0 || _places?.Invoke() is not { } places)
        {
            return errors;
        }

        return
        [
            .. errors.Select(e =>
            {
                int end = e.Path.IndexOf(']', StringComparison.Ordinal) + 1;
                return places.TryGetValue(e.Path[..end], out var place) ? e with { Path = place.Path + e.Path[end..], Entity = place.Label } : e;
            }),
        ];
    }

    /// <summary>
    /// The errors by entity as <c>flatten_errors=1</c> asks for, secrets masked, and the errors that belong to no entity: with
    /// <c>flatten_errors=1</c> Kong puts only these under <c>fields</c>. Reads the document again; call it once, on failure.
    /// </summary>
    public (JsonArray Flattened, JsonObject Others) FlattenErrors() => _flatten?.Invoke() ?? ([], ErrorFields.DeepClone().AsObject());
}
