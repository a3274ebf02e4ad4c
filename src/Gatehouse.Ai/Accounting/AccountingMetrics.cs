using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Accounting;

/// <summary>Figures of the books, read when a scrape asks. Nothing is written while none are open. Without labels: nothing here is a tenant's.</summary>
/// <param name="books">The books; null while none are open.</param>
internal sealed class AccountingMetrics(Func<Accountant?> books) : IMetricsCollector
{
    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        if (books() is not { } accountant)
        {
            return;
        }

        var figures = accountant.Figures;
        Write(writer, "gatehouse_ai_ledger_accepting", "Whether attempts may begin: 0 when the spool is full or broken", MetricType.Gauge, accountant.IsAccepting ? 1 : 0);
        Write(writer, "gatehouse_ai_ledger_spool_bytes", "Bytes of the spool's files", MetricType.Gauge, figures.SpoolBytes);
        Write(writer, "gatehouse_ai_ledger_records_total", "Records that the spool took", MetricType.Counter, figures.Records);
        Write(writer, "gatehouse_ai_ledger_refused_total", "Attempts refused because the spool was full or broken", MetricType.Counter, figures.Refused);
        Write(writer, "gatehouse_ai_ledger_lost_total", "Ends of attempts that neither disk nor memory had room for", MetricType.Counter, figures.Lost);
        Write(writer, "gatehouse_ai_ledger_shipped_total", "Entries that the database has committed", MetricType.Counter, figures.Shipped);
        Write(writer, "gatehouse_ai_ledger_open_attempts", "Attempts that have begun and not ended", MetricType.Gauge, figures.OpenAttempts);
        Write(writer, "gatehouse_ai_ledger_store_up", "Whether the last delivery to the database succeeded", MetricType.Gauge, figures.IsStoreUp ? 1 : 0);
        Write(writer, "gatehouse_ai_budget_settlements_waiting", "Settlements that Redis has not heard yet", MetricType.Gauge, figures.SettlementsWaiting);
        Write(writer, "gatehouse_ai_budget_settlements_lost_total", "Settlements that Redis was never told", MetricType.Counter, figures.SettlementsLost);
    }

    private static void Write(MetricsWriter writer, string name, string help, MetricType type, double value)
    {
        writer.Family(name, help, type);
        writer.Sample(name, value);
    }
}
