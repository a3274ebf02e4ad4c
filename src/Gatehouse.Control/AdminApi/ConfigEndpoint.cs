using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Core.Configuration;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary><c>GET</c> and <c>POST /config</c>: the whole configuration at once.</summary>
internal sealed class ConfigEndpoint(ConfigurationHost host)
{
    /// <summary>Seconds after which a client may try again while a load is running; a load takes about one.</summary>
    private const string RetryAfter = "1";

    public ControlEndpoint Endpoint => new() { Path = "/config", Get = GetAsync, Post = PostAsync };

    private Task GetAsync(HttpContext context)
        => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["config"] = host.WriteCurrent() });

    private async Task PostAsync(HttpContext context)
    {
        var upload = await ConfigUploadReader.ReadAsync(context.Request, context.RequestAborted);
        if (upload.Problem is var (status, message))
        {
            await JsonAnswer.MessageAsync(context, status, message);
            return;
        }

        if (string.IsNullOrWhiteSpace(upload.Text))
        {
            await JsonAnswer.MessageAsync(context, StatusCodes.Status400BadRequest, "expected a declarative configuration");
            return;
        }

        // Once begun, a load is finished even when the client leaves: half of it would be neither old nor new.
        var outcome = await host.LoadAsync(
            upload.Text, new LoadOptions("POST /config", upload.ChecksHash, WaitsForTurn: false), CancellationToken.None);
        await AnswerAsync(context, upload, outcome);
    }

    private static Task AnswerAsync(HttpContext context, ConfigUpload upload, LoadOutcome outcome)
    {
        switch (outcome.Status)
        {
            case LoadStatus.Unchanged:
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            case LoadStatus.Busy:
                context.Response.Headers.RetryAfter = RetryAfter;
                return JsonAnswer.MessageAsync(context, StatusCodes.Status429TooManyRequests, "Currently loading previous configuration");
            case LoadStatus.Invalid:
                return JsonAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, Errors(upload, outcome));
            default:
                return JsonAnswer.WriteAsync(context, StatusCodes.Status201Created, outcome.Result?.ReadEntities() ?? []);
        }
    }

    private static JsonObject Errors(ConfigUpload upload, LoadOutcome outcome)
    {
        var fields = outcome.Result?.ErrorFields is { Count: > 0 } read ? read.DeepClone().AsObject() : FieldsOf(outcome.Errors);
        var answer = new JsonObject
        {
            ["code"] = 14,
            ["name"] = "invalid declarative configuration",
            ["message"] = $"declarative config is invalid: {LuaText.Of(fields)}",
            ["fields"] = fields,
        };
        if (upload.FlattensErrors)
        {
            AddFlattened(answer, outcome);
        }

        return answer;
    }

    /// <summary>Kong then leaves in <c>fields</c> only what belongs to no entity.</summary>
    private static void AddFlattened(JsonObject answer, LoadOutcome outcome)
    {
        if (outcome.Result is { ErrorFields.Count: > 0 } result)
        {
            var (flattened, others) = result.FlattenErrors();
            answer["fields"] = others;
            answer["flattened_errors"] = flattened;
        }
        else
        {
            answer["flattened_errors"] = new JsonArray();
        }
    }

    /// <summary>For errors that building found after reading found none.</summary>
    private static JsonObject FieldsOf(IReadOnlyList<ConfigError> errors)
    {
        var fields = new JsonObject();
        foreach (var error in errors)
        {
            fields[error.Path.Length == 0 ? "error" : error.Path] = error.Message;
        }

        return fields;
    }
}
