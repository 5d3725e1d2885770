/// The look of the report, in the page itself: a page that is saved, sent or printed needs nothing beside it.
enum ReportStyle {
    static let css = """
        @page { size: A4; margin: 16mm 15mm 18mm; }
        :root { --ink: #1c2430; --soft: #5b6675; --line: #d4d9e0; --bar: #c2410c; --second: #64748b; --paper: #fff; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 24px 20px 48px; max-width: 180mm; color: var(--ink); background: var(--paper);
          font: 10.5pt/1.5 "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
          "WenQuanYi Micro Hei", system-ui, sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        h1 { font-size: 20pt; line-height: 1.25; margin: 0 0 2mm; }
        h2 { font-size: 13pt; margin: 8mm 0 3mm; padding-bottom: 1mm; border-bottom: 1px solid var(--line);
          break-after: avoid; }
        .period { color: var(--soft); margin: 0 0 4mm; }
        .coverage { margin: 0 0 5mm; padding: 3mm 4mm; border-left: 1.2mm solid var(--bar); background: #fdf3ec; }
        .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 3mm; margin: 0; padding: 0; }
        .figures li { list-style: none; border: 1px solid var(--line); border-radius: 1.5mm; padding: 2.5mm 3mm;
          break-inside: avoid; }
        .figures .value { font-size: 17pt; line-height: 1.2; font-weight: 600; white-space: nowrap; }
        .figures .unit { font-size: 9pt; font-weight: 400; color: var(--soft); margin-left: 1mm; }
        .figures .title { font-size: 9pt; color: var(--soft); }
        a { color: inherit; text-decoration: none; }
        @media screen { a:hover { text-decoration: underline; } }
        .charts { columns: 2; column-gap: 9mm; }
        figure { margin: 0 0 5mm; break-inside: avoid; }
        figcaption { font-weight: 600; margin-bottom: 1.5mm; }
        svg { display: block; width: 100%; height: auto; }
        svg text { font-size: 10px; fill: var(--ink); }
        svg .number { fill: var(--soft); }
        .bar { fill: var(--bar); } .second { fill: var(--second); }
        table { width: 100%; border-collapse: collapse; font-size: 9pt; font-variant-numeric: tabular-nums; }
        thead { display: table-header-group; }
        th, td { text-align: right; padding: 1mm 1.2mm; border-bottom: 1px solid var(--line); vertical-align: top; }
        th:first-child, td:first-child, .words th, .words td { text-align: left; }
        th { color: var(--soft); font-weight: 600; white-space: nowrap; }
        tr { break-inside: avoid; }
        td.name { white-space: nowrap; }
        @media screen { .wide { overflow-x: auto; } }
        tr.sum td { font-weight: 600; border-top: 1px solid var(--ink); }
        .keep { break-inside: avoid; }
        .note { color: var(--soft); font-size: 9pt; }
        details { margin: 0 0 2mm; font-size: 9pt; }
        summary { cursor: pointer; }
        .numbers { columns: 6; font-variant-numeric: tabular-nums; margin: 1mm 0 3mm; }
        .numbers span { display: block; break-inside: avoid; }
        footer { margin-top: 8mm; color: var(--soft); font-size: 8.5pt; }
        @media print { body { padding: 0; max-width: none; } details:not([open]) { display: none; }
          .screen { display: none; } }
        @media (max-width: 640px) { .figures { grid-template-columns: repeat(2, 1fr); } .numbers { columns: 3; }
          .charts { columns: 1; } }
        """
}
