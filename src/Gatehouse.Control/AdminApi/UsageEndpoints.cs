using System.Data.Common;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>
/// <c>/ai/usage</c>: sums of the LLM gateway's ledger by pages; <c>/ai/usage.csv</c>: all of them as a file; <c>/ai/budgets</c>: limits, and
/// what was spent. Ours: Kong has no such thing. 503 while the ledger's database does not answer.
/// </summary>
internal sealed class UsageEndpoints(ConfigurationHost host, IUsageReports usage)
{
    private const string Path = "/ai/usage";

    public IEnumerable<ControlEndpoint> Endpoints =>
    [
        new() { Path = Path, Get = context => GuardAsync(context, SumsAsync) },
        new() { Path = Path + ".csv", Get = context => GuardAsync(context, CsvAsync) },
        new() { Path = "/ai/budgets", Get = context => GuardAsync(context, BudgetsAsync) },
    ];

    private static async Task GuardAsync(HttpContext context, Func<HttpContext, Task> answer)
    {
        try
        {
            await answer(context);
        }
        catch (DbException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await JsonAnswer.MessageAsync(context, StatusCodes.Status503ServiceUnavailable, "The ledger's database does not answer");
        }
        catch (DbException)
        {
            // Half of the file has gone out: it must not look whole.
            context.Abort();
        }
    }

    private async Task SumsAsync(HttpContext context)
    {
        if (UsageQuestionReader.Read(context.Request.Query, usage.Dimensions, out var question) is { } wrong)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, wrong);
            return;
        }

        var page = await usage.SumAsync(question, context.RequestAborted);
        var names = NamesOf(page.Sums.SelectMany(s => question.GroupBy.Zip(s.Keys).Where(k => k.First == "consumer").Select(k => k.Second)));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray([.. page.Sums.Select(s => Show(s, question.GroupBy, names))]),
            ["offset"] = page.Next,
            ["next"] = page.Next is { } next ? UsageQuestionReader.Write(Path, question with { Offset = next }) : null,
        });
    }

    private async Task CsvAsync(HttpContext context)
    {
        if (UsageQuestionReader.Read(context.Request.Query, usage.Dimensions, out var question) is { } wrong)
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, wrong);
            return;
        }

        context.Response.ContentType = "text/csv; charset=utf-8; header=present";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"usage.csv\"";
        if (context.Request.Method != "HEAD")
        {
            await usage.WriteCsvAsync(context.Response.Body, question, context.RequestAborted);
        }
    }

    private async Task BudgetsAsync(HttpContext context)
    {
        if (!UsageQuestionReader.TryReadLimit(context.Request.Query, out int most))
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, UsageQuestionReader.LimitHelp);
            return;
        }

        var budgets = await usage.BudgetsAsync(most, context.RequestAborted);
        var names = NamesOf(budgets.SelectMany(b => b.Spent).Select(s => s.Consumer));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonArray([.. budgets.Select(b => Show(b, names))]),
        });
    }

    private static JsonObject Show(UsageSum sum, IReadOnlyList<string> dimensions, Dictionary<string, string?> names)
    {
        var shown = new JsonObject();
        foreach (var (dimension, key) in dimensions.Zip(sum.Keys))
        {
            shown[dimension] = key;
            if (dimension == "consumer")
            {
                shown["consumer_name"] = key is null ? null : names.GetValueOrDefault(key);
            }
        }

        shown["attempts"] = sum.Attempts;
        shown["tokens"] = new JsonObject(sum.Tokens.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        shown["cost"] = Money(sum.Usd);
        shown["currency"] = "USD";
        shown["unpriced"] = sum.Unpriced;
        shown["estimated"] = sum.Estimated;
        return shown;
    }

    private static JsonObject Show(BudgetReading budget, Dictionary<string, string?> names) => new()
    {
        ["name"] = budget.Name,
        ["scope"] = budget.Scope,
        ["consumer"] = budget.Consumer,
        ["consumer_group"] = budget.Group,
        ["model"] = budget.Model,
        ["amount"] = budget.Amount is { } amount ? Money(amount) : null,
        ["period"] = budget.Period,
        ["resets_at"] = budget.ResetsAt?.ToUnixTimeSeconds(),
        ["tokens_per_minute"] = budget.TokensPerMinute,
        ["requests_per_minute"] = budget.RequestsPerMinute,
        ["max_concurrent"] = budget.Concurrent,
        ["spent"] = new JsonArray([.. budget.Spent.Select(s => (JsonNode)new JsonObject
        {
            ["consumer"] = s.Consumer,
            ["consumer_name"] = s.Consumer is null ? null : names.GetValueOrDefault(s.Consumer),
            ["consumer_group"] = s.Group,
            ["model"] = s.Model,
            ["usd"] = Money(s.Usd),
            ["left"] = budget.Amount is { } of ? Money(Math.Max(0, of - s.Usd)) : null,
        })]),
    };

    // A decimal keeps the zeros of what it was made of: dividing by a one with as many digits as there are takes them off.
    private static JsonValue Money(decimal usd) => JsonValue.Create(usd / 1.0000000000000000000000000000m);

    private Dictionary<string, string?> NamesOf(IEnumerable<string?> consumers)
    {
        var wanted = consumers.ToHashSet();
        return host.Current.Consumers.Where(c => wanted.Contains(c.Id)).ToDictionary(c => c.Id, c => c.Username ?? c.CustomId, StringComparer.Ordinal);
    }
}
