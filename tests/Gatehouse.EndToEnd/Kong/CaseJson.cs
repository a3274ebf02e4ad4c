using System.Text.Json;
using Xunit;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>Compares JSON as the cases mean it: objects by the members named, a text in angle brackets matches any text.</summary>
internal static class CaseJson
{
    /// <summary>Exactly these members, but an additional <c>request_id</c> is allowed.</summary>
    public static void CheckExact(JsonElement expected, JsonElement actual)
    {
        CheckSubset(expected, actual, "$");
        Assert.Equal(
            expected.EnumerateObject().Select(m => m.Name).Order(),
            actual.EnumerateObject().Select(m => m.Name).Where(n => n != "request_id").Order());
    }

    public static void CheckSubset(JsonElement expected, JsonElement actual, string path)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.All(expected.EnumerateObject(), member =>
                {
                    Assert.True(actual.TryGetProperty(member.Name, out var value), $"{path}.{member.Name} is missing in {actual}");
                    CheckSubset(member.Value, value, $"{path}.{member.Name}");
                });
                break;
            case JsonValueKind.Array:
                Assert.True(expected.GetArrayLength() == actual.GetArrayLength(), $"{path}: {actual}");
                for (int i = 0; i < expected.GetArrayLength(); i++)
                {
                    CheckSubset(expected[i], actual[i], $"{path}[{i}]");
                }

                break;
            case JsonValueKind.String:
                Assert.True(CaseText.Matches(expected.GetString()!, actual.ToString()), $"{path}: expected '{expected}', got '{actual}'");
                break;
            default:
                Assert.True(expected.GetRawText() == actual.GetRawText(), $"{path}: expected {expected.GetRawText()}, got {actual.GetRawText()}");
                break;
        }
    }
}
