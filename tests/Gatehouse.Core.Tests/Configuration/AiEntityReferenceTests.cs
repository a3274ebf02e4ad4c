using System.Globalization;
using System.Text;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

/// <summary>The reference of the LLM gateway's entities is what their schemas say.</summary>
public sealed class AiEntityReferenceTests
{
    private const string Page = "docs/reference/llm-entities.md";

    private static readonly Dictionary<string, RecordSchema> Kinds = new()
    {
        ["ai_providers"] = AiProviderSchema.Create(),
        ["ai_models"] = AiModelSchema.Create(),
        ["ai_policies"] = AiPolicySchema.Create(),
        ["ai_budgets"] = AiBudgetSchema.Create(),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_equals_the_schema(string kind)
    {
        string expected = Table(Kinds[kind]);
        Assert.Equal(expected, GeneratedBlock.Read(Page, kind, expected));
    }

    [Fact]
    public void Page_has_every_kind() => Assert.Equal(Kinds.Keys, GeneratedBlock.Names(Page));

    [Fact]
    public void Every_field_says_what_it_means() => Assert.DoesNotContain("|  |", File.ReadAllText(RepositoryRoot.Combine(Page)), StringComparison.Ordinal);

    private static string Table(RecordSchema schema)
    {
        var text = new StringBuilder("| Field | Type | Default | Meaning |\n|---|---|---|---|\n");
        Append(text, "", schema.Fields.Where(f => f.Name is not ("id" or "tags" or "created_at" or "updated_at")));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, IEnumerable<Field> fields)
    {
        foreach (var field in fields)
        {
            string preset = field.Default is { } value ? $"`{value.ToJsonString()}`" : field.IsRequired && field.Record is null ? "required" : "–";
            text.Append(CultureInfo.InvariantCulture, $"| `{prefix}{field.Name}` | {Type(field)} | {preset} | {Meaning(field)} |\n");
            Append(text, $"{prefix}{field.Name}.", field.Record?.Fields ?? []);
            Append(text, $"{prefix}{field.Name}[].", field.Element?.Record?.Fields ?? []);
        }
    }

    private static string Meaning(Field field)
    {
        var parts = new List<string>();
        if (field.Description is { Length: > 0 } description)
        {
            parts.Add(description);
        }

        if ((field.OneOf ?? field.Element?.OneOf) is { } values)
        {
            parts.Add($"One of {string.Join(", ", values.Select(v => $"`{v}`"))}.");
        }

        if (field.Between is { } range)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"From {range.Min} to {range.Max}."));
        }

        return string.Join(' ', parts);
    }

    private static string Type(Field field) => field.Type switch
    {
        FieldType.Array or FieldType.Set => $"{Name(field.Type)} of {Name(field.Element!.Type)}",
        FieldType.Map => $"map of {Name(field.Element!.Type)}",
        _ => Name(field.Type),
    };

    private static string Name(FieldType type) => type.ToString().ToLowerInvariant();
}
