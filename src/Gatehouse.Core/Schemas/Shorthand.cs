using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>
/// An old or short spelling of other fields (Kong's <c>shorthand_fields</c>). <paramref name="Expand"/> turns a value of the right
/// type into the fields to set; nested records are merged. Values given there win over earlier ones.
/// </summary>
/// <param name="Field">Name and type of the short spelling.</param>
/// <param name="Expand">Gives the fields that the value stands for.</param>
/// <param name="ReplacedWith">Paths of the fields that replace it, for <c>/schemas</c>; clients need them to compare.</param>
public sealed record Shorthand(Field Field, Func<JsonNode, JsonObject> Expand, IReadOnlyList<IReadOnlyList<string>>? ReplacedWith = null);
