namespace Gatehouse.Core.Schemas;

/// <summary>Types of Kong's schema language.</summary>
public enum FieldType
{
    String,
    Integer,
    Number,
    Boolean,
    Record,
    Array,
    Set,
    Map,
    Foreign,
}
