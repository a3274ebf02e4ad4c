using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>vaults</c>; the only strategy is <c>env</c>, as in Kong's open-source edition.</summary>
internal static class VaultSchema
{
    public static RecordSchema Create()
    {
        var general = RecordSchema.Of(
            CommonFields.Id(),
            (Field.String("prefix") with { NotOneOf = ["env"] }).Required().Unique().Where(
                CommonFields.Text(t => IsPrefix(t) ? null : SchemaTexts.Invalid(t))),
            Field.String("name").Required().Where(CommonFields.Text(t => t == "env" ? null : $"vault '{t}' is not installed")),
            Field.String("description"),
            new Field { Name = "config", Type = FieldType.Record },
            CommonFields.TimestampSeconds("created_at"),
            CommonFields.TimestampSeconds("updated_at"),
            CommonFields.Tags());
        var env = general.Replace(Field.RecordOf("config", EnvConfig()).Required());
        return general with { Variant = vault => JsonScalars.AsString(vault["name"]) == "env" ? env : null };
    }

    private static RecordSchema EnvConfig() => RecordSchema.Of(
        Field.String("prefix").Where(CommonFields.Text(t => IsVariablePrefix(t) ? null : SchemaTexts.Invalid(t))),
        Field.Boolean("base64_decode", false),
        Seconds("ttl"),
        Seconds("neg_ttl"),
        Seconds("resurrect_ttl"));

    private static Field Seconds(string name) => Field.Number(name).InRange(0, 1e8);

    // It stands as the host of a reference: lower-case letter first, letter or digit last, hyphens between.
    private static bool IsPrefix(string text)
        => text.Length >= 2 && char.IsAsciiLetterLower(text[0]) && text[^1] != '-'
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsVariablePrefix(string text)
        => !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
