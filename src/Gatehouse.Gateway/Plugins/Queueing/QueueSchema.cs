using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Queueing;

/// <summary>Schema of Kong's <c>queue</c> record.</summary>
internal static class QueueSchema
{
    /// <summary>The record field.</summary>
    public static Field Create() => Field.RecordOf("queue", RecordSchema.Of(
        Field.Integer("max_batch_size").WithDefault(1).InRange(1, 1_000_000)
            .Describe("Entries sent together."),
        Field.Number("max_coalescing_delay").WithDefault(1).InRange(0, 3600)
            .Describe("Longest wait for a batch to fill, seconds."),
        Field.Integer("max_entries").WithDefault(10_000).InRange(1, 1_000_000)
            .Describe("Entries that may wait; beyond, the oldest are dropped."),
        Field.Integer("max_bytes").Describe("Bytes that may wait; beyond, the oldest are dropped."),
        Field.Number("max_retry_time").WithDefault(60)
            .Describe("Longest time a batch is retried, seconds; -1 = never retried."),
        Field.Number("initial_retry_delay").WithDefault(0.01).InRange(0.001, 1_000_000)
            .Describe("Delay before the first retry, seconds; doubled for each further one."),
        Field.Number("max_retry_delay").WithDefault(60).InRange(0.001, 1_000_000)
            .Describe("Longest delay between retries, seconds."),
        Field.Integer("concurrency_limit").WithDefault(1).Where(CheckConcurrency)
            .Describe("Batches sent at the same time: 1, or -1 for no limit."))) with
    {
        Description = "How entries wait, are sent together and are tried again.",
        IsRequired = true,
        Default = new JsonObject(),
    };

    private static string? CheckConcurrency(JsonNode value)
        => JsonScalars.AsInteger(value) is 1 or -1 ? null : "expected one of: -1, 1";
}
