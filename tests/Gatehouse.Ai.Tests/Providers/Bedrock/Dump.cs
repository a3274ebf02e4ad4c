using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>Canonical values as text, what is not said left out: <c>TextPart(Text="hi")</c>. Records with JSON in them cannot be compared otherwise.</summary>
internal static class Dump
{
    private static readonly string[] Always = ["Index"];
    private static readonly string[] Never = ["IsPlausible", "WantsUsage", "IsContent", "EqualityContract", "IsEmpty", "TotalInput", "TotalOutput"];

    public static string[] Lines(IEnumerable<ChatEvent> events) => [.. events.Select(e => Of(e))];

    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text),
        JsonElement json => json.ValueKind == JsonValueKind.Undefined ? "" : JsonSerializer.Serialize(json),
        bool or int or long or double or Enum => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        KeyValuePair<string, string> pair => $"{pair.Key}:{pair.Value}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Members(value))})",
    };

    private static IEnumerable<string> Members(object value)
        => value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => !Never.Contains(p.Name) && p.GetIndexParameters().Length == 0)
            .Select(p => (p.Name, Value: p.GetValue(value)))
            .Where(m => Always.Contains(m.Name) || !IsNothing(m.Name, m.Value))
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => $"{m.Name}={Of(m.Value)}");

    private static bool IsNothing(string name, object? value) => value switch
    {
        null or false or 0 or CacheMark.None or WireFormat or JsonElement { ValueKind: JsonValueKind.Undefined } => true,
        1 => name == "Choices",
        string => false,
        ICollection list => list.Count == 0,
        IEnumerable<object> list => !list.Any(),
        _ => false,
    };
}
