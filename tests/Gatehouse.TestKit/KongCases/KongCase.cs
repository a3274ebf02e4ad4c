using System.Text.Json;

namespace Gatehouse.TestKit.KongCases;

/// <summary>One line of <c>kong-cases.jsonl</c>; its README says what the members mean.</summary>
public sealed record KongCase(string Id, string Area, JsonElement Given, JsonElement Request, JsonElement Expect)
{
    public override string ToString() => $"{Id} {Area}";
}
