namespace Gatehouse.Core.Schemas;

/// <summary>What is looked up about the fields of a record again and again.</summary>
internal sealed class FieldIndex
{
    public FieldIndex(IReadOnlyList<Field> fields)
    {
        Fields = fields;
        Names = new Dictionary<string, Field>(fields.Count, StringComparer.Ordinal);
        foreach (var field in fields)
        {
            Names[field.Name] = field;
        }

        HasReferenceable = fields.Any(Refers);
    }

    public IReadOnlyList<Field> Fields { get; }

    public Dictionary<string, Field> Names { get; }

    public bool HasReferenceable { get; }

    private static bool Refers(Field field)
        => field.IsReferenceable || (field.Element is { } element && Refers(element)) || (field.Record?.HasReferenceable ?? false);
}
