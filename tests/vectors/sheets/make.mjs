// SPDX-License-Identifier: Apache-2.0
// Writes exceljs.xlsx. Run where the npm package exceljs is installed: node make.mjs DIRECTORY
import ExcelJS from "exceljs";
import path from "node:path";

const book = new ExcelJS.Workbook();
book.created = new Date(Date.UTC(2026, 10, 24));
book.modified = book.created;
book.addWorksheet("notes", { state: "hidden" }).addRow(["not this one"]);
const sheet = book.addWorksheet("名单");
sheet.addRow(["姓名", "证件号码", "管理号", "批准日期", "备注"]);
sheet.addRow([
  "张三",
  "11010519491231002X",
  "202402988510000001",
  new Date(Date.UTC(2024, 2, 1)),
  { richText: [{ text: "有", font: { bold: true } }, { text: "疑问" }] },
]);
sheet.getCell("D2").numFmt = "yyyy\"年\"m\"月\"d\"日\"";
sheet.addRow([]);
sheet.addRow(["李四", 110105194912310030, 12345, { formula: "1+1", result: 2 }, { error: "#N/A" }]);
sheet.addRow([" 王五 ", "'0012", "a\nb", true, ""]);
book.addWorksheet("第二张").addRow(["other", "sheet"]);
await book.xlsx.writeFile(path.join(process.argv[2], "exceljs.xlsx"));
